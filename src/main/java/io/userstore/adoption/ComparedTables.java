package io.userstore.adoption;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows of the source beside those of the store.
 *
 * @param rewritten equal but for the spelling of the store
 * @param gone imported once, and not in the source any more
 * @param columns for each column, of rows that both have: how many are equal, rewritten, different
 */
public record ComparedTables(
        long equal, long rewritten, long different, long missing, long gone, Map<Column, long[]> columns) {

    /** Whether everything has come over. */
    public boolean isComplete() {
        return different == 0 && missing == 0;
    }

    /** A line for each column. */
    public String byColumn() {
        return columns.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "  %-22s %10d equal %10d rewritten %10d different",
                        entry.getKey().sql(),
                        entry.getValue()[0],
                        entry.getValue()[1],
                        entry.getValue()[2]))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
