package io.userstore.audit.tree;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of checkpoints.
 *
 * @param origin names the log in its checkpoints, a URL without its scheme; by default made of the signing key
 */
@ConfigurationProperties("userstore.audit")
record CheckpointProperties(@Nullable String origin) {}
