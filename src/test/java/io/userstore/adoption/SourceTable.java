package io.userstore.adoption;

import io.userstore.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** A table as someone has it who knows nothing of the store yet: the contract's columns, ids as integers. */
final class SourceTable {

    private static final String CREATE = """
            CREATE TYPE experiencelevel AS ENUM ('ENTRY', 'JUNIOR', 'MID', 'SENIOR', 'LEAD', 'PRINCIPAL');
            CREATE TYPE accountstatus AS ENUM ('PENDING_VERIFICATION', 'ACTIVE', 'SUSPENDED', 'LOCKED');
            CREATE TABLE users (
                id                    SERIAL PRIMARY KEY,
                created_at            TIMESTAMP NOT NULL DEFAULT now(),
                updated_at            TIMESTAMP NOT NULL DEFAULT now(),
                deleted_at            TIMESTAMP NULL,
                email                 VARCHAR(255) NOT NULL,
                password_hash         VARCHAR(255) NOT NULL,
                name                  VARCHAR(255) NOT NULL,
                target_role           VARCHAR(255) NULL,
                experience_level      experiencelevel NULL,
                account_status        accountstatus NOT NULL DEFAULT 'PENDING_VERIFICATION',
                failed_login_attempts VARCHAR(10) NOT NULL DEFAULT '0',
                last_login_at         VARCHAR(50) NULL);
            CREATE UNIQUE INDEX ix_users_email ON users (email);
            """;

    /** Every status and level, with and without what may be absent; every seventh address is an odd one. */
    private static final String FILL = """
            INSERT INTO users
            SELECT n, timestamp '2015-01-01' + n * interval '61.000001 s',
                   timestamp '2020-01-01' + n * interval '1.5 s',
                   CASE WHEN n % 11 = 0 THEN timestamp '2021-01-01' + n * interval '1 us' END,
                   CASE n % 7 WHEN 0 THEN '!#$%&''*+/=?^_`{|}~-' || n || '@x.example'
                              WHEN 1 THEN 'Anna.' || n || '+tag@xn--bcher-kva.example'
                              ELSE 'user' || n || '@example.com' END,
                   CASE n % 3 WHEN 0 THEN '$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234'
                              WHEN 1 THEN '{bcrypt}$2y$10$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234'
                              ELSE '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$' || repeat('aA1+', 10) || 'bB3' END,
                   CASE n % 5 WHEN 0 THEN 'Zoë ' || n || ' \\ "x", é' WHEN 1 THEN E'=1+1' ELSE 'Ann Smith ' || n END,
                   CASE WHEN n % 4 > 0 THEN 'Straße & Bau ' || n % 40 END,
                   CASE WHEN n % 7 > 0 THEN (enum_range(NULL::experiencelevel))[n % 7] END,
                   (enum_range(NULL::accountstatus))[n % 4 + 1],
                   (n % 6)::text,
                   CASE WHEN n % 2 = 0 THEN '2022-02-02T02:02:02.000001Z' END
              FROM generate_series(?, ?) AS n
            """;

    final TestDatabase database = TestDatabase.fresh();
    final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    SourceTable() {
        jdbc.execute(CREATE);
    }

    void fill(int first, int last) {
        fill(jdbc, first, last);
    }

    /** Any table of this form. */
    static void fill(JdbcTemplate jdbc, int first, int last) {
        jdbc.update(FILL, first, last);
    }

    void set(long id, String column, String expression) {
        jdbc.update("UPDATE users SET " + column + " = " + expression + " WHERE id = ?", id);
    }

    Source open() throws SQLException {
        return JdbcSource.at(database.url(), database.username(), database.password(), "public.users");
    }

    Map<Long, String> rows() {
        return rows(jdbc);
    }

    /** Each row as one text, by its id. */
    static Map<Long, String> rows(JdbcTemplate jdbc) {
        Map<Long, String> rows = new TreeMap<>();
        List<Object[]> found = jdbc.query("SELECT id, CAST(users AS text) FROM users", (row, n) ->
                new Object[] {row.getLong(1), row.getString(2)});
        found.forEach(row -> rows.put((Long) row[0], (String) row[1]));
        return rows;
    }
}
