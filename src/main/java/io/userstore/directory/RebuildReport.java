package io.userstore.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rebuild found before it touched anything. */
public record RebuildReport(List<TableDifferences> tables) {

    /**
     * Of one table.
     *
     * @param missing rows of users that the log has and the table has not
     * @param extra rows of users that the log has not, or that should have none
     * @param different rows with other values than the log's
     * @param examples some of them, in the order of their ids
     */
    public record TableDifferences(String table, long missing, long extra, long different, List<Example> examples) {

        public long all() {
            return missing + extra + different;
        }
    }

    /**
     * One row.
     *
     * @param kind missing, extra or different
     * @param values those that differ
     */
    public record Example(long id, String kind, List<Value> values) {}

    /** A column as it was found and as the log has it, stars for what is not shown. */
    public record Value(
            String column, @Nullable String found, @Nullable String expected) {

        /** Shows no values: some may be personal. */
        @Override
        public String toString() {
            return "Value[column=" + column + "]";
        }
    }

    public long all() {
        return tables.stream().mapToLong(TableDifferences::all).sum();
    }
}
