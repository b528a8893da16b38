package io.userstore.doctor;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * One thing that is examined.
 *
 * @param tables without which there is nothing to examine
 */
record Check(String name, Set<String> tables, Examiner examiner) {

    /** Looks at the log's database, in one snapshot of it; what it writes is taken back. */
    @FunctionalInterface
    interface Examiner {
        Found examine(JdbcOperations jdbc);
    }

    /** What was found, and what to do about it. */
    record Found(boolean ok, String text, @Nullable String advice) {

        static Found good(String text) {
            return new Found(true, text, null);
        }

        static Found bad(String text, String advice) {
            return new Found(false, text, advice);
        }
    }

    Finding finding(Found found) {
        return new Finding(name, found.ok(), found.text(), found.advice());
    }
}
