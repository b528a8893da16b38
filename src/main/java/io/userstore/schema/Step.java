package io.userstore.schema;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A migration.
 *
 * @param appliedAt by the clock and in the zone of who applied it; null if it is pending
 * @param undoing the script that takes it back
 * @param known whether it came with this store, and not with a newer one
 */
public record Step(
        String version,
        String description,
        @Nullable LocalDateTime appliedAt,
        @Nullable String undoing,
        boolean known) {

    public boolean isApplied() {
        return appliedAt != null;
    }

    @Override
    public String toString() {
        return version + " " + description;
    }
}
