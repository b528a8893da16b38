package io.userstore.web;

import io.userstore.audit.AuditTrail;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A query whose every answer is on record, and what the record and the answer need to know of who asks.
 *
 * @param purpose the header X-Reason
 * @param unmasked whether personal data may be shown as it is
 */
record Audited<Q>(Q query, Principal reader, @Nullable String purpose, boolean unmasked) {

    /** To be called before anything of the answer leaves. */
    void record(AuditTrail trail, @Nullable Long userId, String what) {
        trail.record(reader.getName(), userId, unmasked ? what + ", unmasked" : what, purpose);
    }
}
