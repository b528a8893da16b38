package io.userstore.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The {@code users} table as it is, row by row in the order of the ids, of one moment and in bounded memory. */
public final class CurrentDirectory {

    private static final String COUNT = "SELECT count(*) FROM users";

    /** As texts in the table's own spelling, which PostgreSQL reads back; the id is a number. */
    private static final String ROWS = """
            SELECT id, created_at::text, updated_at::text, deleted_at::text, email, password_hash, name, target_role,
                   experience_level::text, account_status::text, failed_login_attempts, last_login_at
              FROM users
             ORDER BY id
            """;

    private static final int FETCHED_AT_ONCE = 2_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;

    CurrentDirectory(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(FETCHED_AT_ONCE);
        this.snapshot = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Gives each row, the deleted ones included, as its columns in their order.
     *
     * @param progress gets the number of rows read so far, and of all there are
     */
    public void read(Consumer<Map<String, @Nullable Object>> rows, BiConsumer<Long, Long> progress) {
        snapshot.executeWithoutResult(status -> {
            long all = Objects.requireNonNull(jdbc.queryForObject(COUNT, Long.class));
            long[] read = {0};
            jdbc.query(ROWS, row -> {
                rows.accept(columns(row));
                progress.accept(++read[0], all);
            });
        });
    }

    private static Map<String, @Nullable Object> columns(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("id", row.getLong("id"));
        for (int column = 2; column <= row.getMetaData().getColumnCount(); column++) {
            columns.put(row.getMetaData().getColumnLabel(column), row.getString(column));
        }
        return columns;
    }
}
