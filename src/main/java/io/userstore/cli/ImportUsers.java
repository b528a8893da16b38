package io.userstore.cli;

import io.userstore.adoption.AnotherImport;
import io.userstore.adoption.ImportOutcome;
import io.userstore.adoption.InvalidFile;
import io.userstore.adoption.JdbcSource;
import io.userstore.adoption.Source;
import io.userstore.adoption.TableImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = {
            "Brings users over from a table or file with the columns of users, ids and times kept: reports what cannot come,",
            "imports the rest, and compares both in the end. Run again, it goes on where it stopped. Exit code 1 if",
            "anything of the source is not in the store."
        },
        mixinStandardHelpOptions = true)
final class ImportUsers implements Callable<Integer> {

    private static final String PASSWORD = "USERSTORE_IMPORT_PASSWORD";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "URL|FILE",
            description = "jdbc:postgresql://host/database, or a CSV file whose first line names the columns.")
    @SuppressWarnings("NullAway.Init")
    private String from;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            defaultValue = "users",
            description = "The table at the URL, with or without a schema (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String table;

    @Option(names = "--username", paramLabel = "NAME", description = "Of the source.")
    private @Nullable String username;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "With the password of the source; else it is in the environment as " + PASSWORD + ".")
    private @Nullable Path passwordFile;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "import-report.csv",
            description = "Where findings go, by row and column: CSV, or JSON lines if so named (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Path report;

    @Option(names = "--dry-run", description = "Only look and report.")
    private boolean dryRun;

    @Option(names = "--follow", description = "Go on until no row of the source was updated since the last look.")
    private boolean follow;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Between the looks of --follow (${DEFAULT-VALUE}).")
    private int interval;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String password = passwordFile == null
                ? System.getenv(PASSWORD)
                : GivenFile.text(passwordFile, command).strip();
        if (interval < 0) {
            throw new ParameterException(command.commandLine(), "--interval must not be negative");
        }
        if (!from.startsWith("jdbc:")) {
            GivenFile.requireReadable(Path.of(from), command);
            if (follow) {
                throw new ParameterException(command.commandLine(), "--follow needs a table, a file does not change");
            }
        }
        try (ConfigurableApplicationContext node = store.work()) {
            ImportOutcome outcome = run(node.getBean(TableImport.class), password);
            PrintWriter out = command.commandLine().getOut();
            out.println(ImportText.of(outcome, report));
            out.flush();
            return outcome.isComplete() ? 0 : 1;
        } catch (InvalidFile e) {
            throw new ParameterException(command.commandLine(), from + ": " + e.getMessage());
        } catch (AnotherImport e) {
            command.commandLine().getErr().println(e.getMessage());
            return 1;
        } catch (SQLException e) {
            // Its message may repeat values of the row that it stumbled over.
            command.commandLine().getErr().println("The source failed: SQLSTATE " + e.getSQLState() + reachable(e));
            return 1;
        }
    }

    /** What has no row has no values. */
    private static String reachable(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        boolean harmless = state.startsWith("08") || state.startsWith("28") || state.startsWith("42");
        return harmless ? ", " + failure.getMessage() : "";
    }

    private ImportOutcome run(TableImport tables, @Nullable String password)
            throws SQLException, IOException, InterruptedException {
        TableImport.Wanted wanted =
                new TableImport.Wanted(report, dryRun, follow ? Duration.ofSeconds(interval) : null, Reading.account());
        try (Source source = from.startsWith("jdbc:")
                        ? JdbcSource.at(from, username, password, table)
                        : tables.csv(Path.of(from));
                Steps steps = new Steps()) {
            return tables.run(source, wanted, steps::at);
        }
    }
}
