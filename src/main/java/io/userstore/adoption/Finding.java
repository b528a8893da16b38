package io.userstore.adoption;

import java.util.Locale;

/**
 * What is to be said of a row; never what it holds.
 *
 * @param row its id in the source, or its line in a file where it has none
 * @param column that it is about
 */
record Finding(String row, Column column, Kind kind, String why) {

    /** What it means. */
    enum Kind {
        /** The row does not come over. */
        REFUSED,
        /** It comes over, in the spelling of the store. */
        REWRITTEN,
        /** In the end source and store have different values. */
        DIFFERENT,
        /** In the end the store does not have it. */
        MISSING,
        /** It was imported once, and is not in the source any more. */
        GONE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding of(TableRow row, Column column, Kind kind, String why) {
        return new Finding(Long.toString(row.id()), column, kind, why);
    }
}
