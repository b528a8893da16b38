package io.userstore.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks for a user as the event of a version left it, or as it was at an instant: one of the two. */
public record FindPastUser(
        long id, @Nullable Long version, @Nullable Instant asOf) {

    public FindPastUser {
        if ((version == null) == (asOf == null)) {
            throw new IllegalArgumentException("either a version or an instant");
        }
    }

    /** As the record of reads keeps it. */
    @Override
    public String toString() {
        return version == null ? "profile as of " + asOf : "profile at version " + version;
    }
}
