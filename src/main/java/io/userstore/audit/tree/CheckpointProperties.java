package io.userstore.audit.tree;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of checkpoints.
 *
 * @param origin names the log in its checkpoints, a URL without its scheme; by default made of the signing key, also if it is empty
 */
@ConfigurationProperties("userstore.audit")
record CheckpointProperties(@Nullable String origin) {

    CheckpointProperties {
        origin = origin == null || origin.isEmpty() ? null : origin;
        if (origin != null && !VerifierKey.isName(origin)) {
            throw new IllegalArgumentException("userstore.audit.origin must have no spaces and no plus");
        }
    }
}
