package io.userstore.doctor;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/** What is not as it should be: how many, and the first few. By ids, which are nobody's secret. */
final class Amiss {

    private static final int SHOWN = 5;

    private final List<String> first = new ArrayList<>();
    private long count;

    /** The rows of a query, a few words each. */
    static Amiss of(String sql, JdbcOperations jdbc) {
        Amiss amiss = new Amiss();
        jdbc.query(sql, row -> {
            amiss.add(row.getString(1));
        });
        return amiss;
    }

    void add(String which) {
        if (count++ < SHOWN) {
            first.add(which);
        }
    }

    long count() {
        return count;
    }

    @Override
    public String toString() {
        return count + ": " + String.join(", ", first) + (count > SHOWN ? " …" : "");
    }
}
