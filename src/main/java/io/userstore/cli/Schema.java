package io.userstore.cli;

import io.userstore.schema.SchemaRefused;
import io.userstore.schema.Schemas;
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
            return work.on(schemas);
        } catch (SchemaRefused | FlywayException e) {
            command.commandLine().getErr().println("Nothing was done: " + e.getMessage() + ".");
            return 1;
        }
    }
}
