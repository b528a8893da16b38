package io.userstore.directory;

import io.userstore.user.EmailAddress;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/** Makes the differing rows what they should be, and touches no other; under the append lock, in its transaction. */
final class TableMending {

    /** Every foreign key there is onto users, whatever it does on a deletion. */
    private static final String REFERENCES = """
            SELECT conrelid::regclass::text, has_table_privilege(conrelid, 'SELECT'),
                   format('SELECT DISTINCT found.id, %L AS referring FROM %s AS referring JOIN users AS found ON %s'
                          ' JOIN differing ON differing.table_name = ''users'' AND differing.kind = ''extra'''
                          ' AND differing.id = found.id',
                          conrelid::regclass, conrelid::regclass,
                          (SELECT string_agg(format('referring.%I = found.%I', referring.attname, referred.attname),
                                             ' AND ')
                             FROM unnest(conkey, confkey) AS pair (referring_key, referred_key)
                             JOIN pg_attribute AS referring
                               ON referring.attrelid = conrelid AND referring.attnum = pair.referring_key
                             JOIN pg_attribute AS referred
                               ON referred.attrelid = confrelid AND referred.attnum = pair.referred_key))
              FROM pg_constraint
             WHERE contype = 'f'
               AND confrelid = 'users'::regclass
             ORDER BY conrelid::regclass::text
            """;

    private static final int MOST_NAMED = 20;

    /** Whoever is about to refer to one of them is waited for, and nobody else can until they are gone. */
    private static final String LOCK_EXTRA = """
            SELECT count(*)
              FROM (SELECT users.id
                      FROM users
                      JOIN differing ON differing.table_name = 'users'
                                    AND differing.kind = 'extra'
                                    AND differing.id = users.id
                     ORDER BY users.id
                       FOR UPDATE OF users) AS locked
            """;

    private static final String DELETE_EXTRA = """
            DELETE FROM users
             USING differing
             WHERE differing.table_name = 'users'
               AND differing.kind = 'extra'
               AND users.id = differing.id
            """;

    /** Two users may have each other's address: one statement's updates are checked row by row. */
    private static final String PARK_EMAILS = """
            UPDATE users
               SET email = gen_random_uuid()::text || '@%s'
              FROM differing
              JOIN rebuilt ON rebuilt.id = differing.id
             WHERE differing.table_name = 'users'
               AND differing.kind = 'different'
               AND users.id = differing.id
               AND users.email <> rebuilt.email
            """.formatted(EmailAddress.ERASED_DOMAIN);

    private static final String UPDATE = """
            UPDATE users
               SET (%1$s) = ROW(%2$s)
              FROM differing
              JOIN rebuilt ON rebuilt.id = differing.id
             WHERE differing.table_name = 'users'
               AND differing.kind = 'different'
               AND users.id = differing.id
            """;

    private static final String INSERT = """
            INSERT INTO %1$s (%2$s, %3$s)
            SELECT rebuilt.id, %4$s
              FROM %5$s AS rebuilt
              JOIN differing ON differing.table_name = '%1$s' AND differing.id = rebuilt.id
             WHERE differing.kind IN (%6$s)
             ORDER BY rebuilt.id
            """;

    private static final String DELETE = """
            DELETE FROM %1$s AS found
             USING differing
             WHERE differing.table_name = '%1$s'
               AND found.%2$s = differing.id
            """;

    private final JdbcOperations session;

    TableMending(JdbcOperations session) {
        this.session = session;
    }

    /** @throws CannotRebuild if something refers to a row that should not be there */
    void mend() {
        session.queryForObject(LOCK_EXTRA, Long.class);
        requireUnreferenced();
        DerivedTable users = DerivedTable.USERS;
        session.update(DELETE_EXTRA);
        session.update(PARK_EMAILS);
        session.update(UPDATE.formatted(users.list(column -> column), users.list(column -> "rebuilt." + column)));
        insert(users, "'missing'");
        for (DerivedTable table : List.of(DerivedTable.EMAIL_RESERVATIONS, DerivedTable.ACCOUNT_LOCKS)) {
            session.update(DELETE.formatted(table.table, table.key));
            insert(table, "'missing', 'different'");
        }
    }

    private void insert(DerivedTable table, String kinds) {
        session.update(INSERT.formatted(
                table.table,
                table.key,
                table.list(column -> column),
                table.list(column -> "rebuilt." + column),
                table.expected(),
                kinds));
    }

    /**
     * Even if the database would delete what refers to them: that is more than was asked for.
     *
     * @throws CannotRebuild if something refers to a row that should not be there
     */
    void requireUnreferenced() {
        Boolean hasExtra = session.queryForObject(
                "SELECT EXISTS (SELECT FROM differing WHERE table_name = 'users' AND kind = 'extra')", Boolean.class);
        if (!Boolean.TRUE.equals(hasExtra)) {
            return;
        }
        session.query(REFERENCES, (row, n) -> row.getBoolean(2) ? row.getString(3) : unreadable(row.getString(1)))
                .forEach(this::requireNone);
    }

    private static String unreadable(String table) {
        throw new CannotRebuild(
                "rows of users that the log does not have would have to go, and the store's role may not" + " read "
                        + table + ", which may refer to them; nothing was mended");
    }

    private void requireNone(String references) {
        List<String> referred = session.query(
                references + " ORDER BY 1 LIMIT " + MOST_NAMED,
                (row, n) -> "user " + row.getString(1) + " by " + row.getString(2));
        if (!referred.isEmpty()) {
            throw new CannotRebuild("other tables refer to rows of users that the log does not have, so nothing was"
                    + " mended: " + String.join(", ", referred));
        }
    }
}
