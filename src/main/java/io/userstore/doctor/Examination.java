package io.userstore.doctor;

import io.userstore.doctor.Check.Found;
import io.userstore.schema.DriverMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Goes through all checks, in one snapshot, so that what the store does meanwhile is not taken for a fault. */
public final class Examination {

    private static final String SEE_URL =
            "Check spring.datasource.url, .username and .password, and that PostgreSQL is running.";

    /** Whoever keeps a lock for longer would make the whole store wait behind a check. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '10s'";

    private final DataSource database;
    private final TableChecks tables;
    private final List<Check> checks;

    /** @param checks in their order, after those of tables */
    Examination(DataSource database, TableChecks tables, List<Check> checks) {
        this.database = database;
        this.tables = tables;
        this.checks = checks;
    }

    /** Hands over each finding as soon as there is one. */
    public void examine(Consumer<Finding> consumer) {
        Set<String> reported = new HashSet<>();
        Consumer<Finding> findings = finding -> {
            if (reported.add(finding.check())) {
                consumer.accept(finding);
            }
        };
        try (Connection connection = database.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try {
                findings.accept(new Finding("database", true, describe(connection), null));
                examine(connection, findings);
            } finally {
                connection.rollback();
            }
        } catch (SQLException | DataAccessException e) {
            String why = reported.isEmpty() ? "the database cannot be reached" : "the connection was lost";
            findings.accept(new Finding("database", false, words(e), SEE_URL));
            Stream.concat(tables.all().stream(), checks.stream()).forEach(check -> findings.accept(notRun(check, why)));
        }
    }

    private static String describe(Connection connection) throws SQLException {
        return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion() + ", " + connection.getCatalog()
                + " as " + connection.getMetaData().getUserName();
    }

    private void examine(Connection connection, Consumer<Finding> findings) {
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        // However many rows there are, not all at once.
        jdbc.setFetchSize(1_000);
        jdbc.execute(PATIENCE);
        tables.all().forEach(check -> findings.accept(run(check, jdbc)));
        for (Check check : checks) {
            TreeSet<String> missing = new TreeSet<>(check.tables());
            missing.removeAll(tables.present());
            findings.accept(
                    missing.isEmpty()
                            ? run(check, jdbc)
                            : notRun(check, "there is no table " + String.join(", ", missing)));
        }
    }

    private static Finding run(Check check, JdbcTemplate jdbc) {
        jdbc.execute("SAVEPOINT before");
        try {
            return check.finding(check.examiner().examine(jdbc));
        } catch (DataAccessException e) {
            return check.finding(Found.bad("could not be examined: " + words(e), "See what the database's log says."));
        } finally {
            jdbc.execute("ROLLBACK TO SAVEPOINT before");
        }
    }

    /** Without the statement, which Spring puts before it. */
    static String words(Exception failure) {
        SQLException sql = failure instanceof SQLException itself
                ? itself
                : failure.getCause() instanceof SQLException cause ? cause : null;
        return sql == null ? String.valueOf(failure.getMessage()) : DriverMessage.of(sql);
    }

    private static Finding notRun(Check check, String why) {
        return check.finding(Found.bad("not run: " + why, "Mend that first."));
    }
}
