package io.userstore.doctor;

import java.util.Objects;
import org.springframework.jdbc.core.JdbcOperations;

/** Single numbers. */
final class Numbers {

    private Numbers() {}

    static long of(String sql, JdbcOperations jdbc, Object... values) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class, values));
    }
}
