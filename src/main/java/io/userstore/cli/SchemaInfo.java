package io.userstore.cli;

import io.userstore.schema.Schemas;
import io.userstore.schema.Step;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "info",
        description = "Lists the migrations, when each was applied, and the script that takes it back.",
        mixinStandardHelpOptions = true)
final class SchemaInfo implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Schema schema;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws SQLException {
        return schema.work(command, this::print);
    }

    private int print(Schemas schemas) {
        PrintWriter out = command.commandLine().getOut();
        print(schemas.store(), "", out);
        print(schemas.keys(), schemas.apart() ? ", in a database of its own" : "", out);
        return 0;
    }

    private static void print(io.userstore.schema.Schema schema, String where, PrintWriter out) {
        out.printf(
                "Schema of the %s%s: version %s%n",
                schema.name(), where, schema.newest().map(Step::version).orElse("0"));
        for (Step step : schema.steps()) {
            out.printf(
                    "  %-4s %-20s %-27s  undo %s%n",
                    step.version(),
                    step.description(),
                    step.appliedAt() == null
                            ? "pending"
                            : "applied " + TIME.format(step.appliedAt()) + (step.known() ? "" : " by a newer store"),
                    Objects.requireNonNullElse(step.undoing(), "none"));
        }
        out.flush();
    }
}
