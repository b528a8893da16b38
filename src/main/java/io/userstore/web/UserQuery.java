package io.userstore.web;

import io.userstore.audit.FindPastUser;
import io.userstore.directory.FindUser;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is asked of one user: the present one, or, by version or instant, what it once was. */
record UserQuery(
        long id,
        boolean includeDeleted,
        @Nullable Long version,
        @Nullable Instant asOf) {

    /** The parameters that ask for a past user, which takes another scope. */
    static final String VERSION = "version";

    static final String AS_OF = "asOf";

    boolean isOfThePast() {
        return version != null || asOf != null;
    }

    FindUser present() {
        return new FindUser(id, includeDeleted);
    }

    /** @throws InvalidRequest if both are given */
    FindPastUser past() {
        if (version != null && asOf != null) {
            Faults faults = new Faults();
            faults.add(AS_OF, "must not be given together with version");
            faults.throwIfAny();
        }
        return new FindPastUser(id, version, asOf);
    }
}
