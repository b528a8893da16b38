package io.userstore.cli;

import static java.util.stream.Collectors.joining;

import io.userstore.schema.SchemaRefused;
import io.userstore.schema.Schemas;
import io.userstore.schema.Step;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "schema",
        description =
                "The tables of the store: what was applied of its migrations, and how to apply or take back some.",
        mixinStandardHelpOptions = true,
        subcommands = {SchemaInfo.class, SchemaMigrate.class, SchemaUndo.class},
        synopsisSubcommandLabel = "COMMAND")
final class Schema {

    private static final String UNKNOWN = "unknown";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    /** What is to be done with the schemas; gives the exit code. */
    @FunctionalInterface
    interface Work {
        int on(Schemas schemas) throws SQLException;
    }

    int work(CommandSpec command, Work work, String... properties) throws SQLException {
        try (ConfigurableApplicationContext node = store.upkeep(properties)) {
            Schemas schemas = node.getBean(Schemas.class);
            schemas.requireReachable();
            return work(command, work, schemas);
        } catch (SchemaRefused | FlywayException e) {
            command.commandLine().getErr().println("Nothing was done: " + e.getMessage() + ".");
            return 1;
        }
    }

    private static int work(CommandSpec command, Work work, Schemas schemas) throws SQLException {
        String before = versions(schemas);
        try {
            return work.on(schemas);
        } catch (SchemaRefused | FlywayException e) {
            String after = versions(schemas);
            command.commandLine()
                    .getErr()
                    .println((after.equals(before) && !after.contains(UNKNOWN)
                                    ? "Nothing was done"
                                    : "Stopped, " + after)
                            + ": " + e.getMessage() + ".");
            return 1;
        }
    }

    private static String versions(Schemas schemas) {
        return schemas.all().stream()
                .map(schema -> "the " + schema.name() + " at version " + version(schema))
                .collect(joining(", "));
    }

    /** Its database may be gone meanwhile. */
    static String version(io.userstore.schema.Schema schema) {
        try {
            return schema.newest().map(Step::version).orElse("0");
        } catch (FlywayException e) {
            return UNKNOWN;
        }
    }
}
