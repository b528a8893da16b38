package io.userstore.cli;

import io.userstore.schema.Schemas;
import io.userstore.schema.Step;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "migrate",
        description = {
            "Applies the migrations that are pending, as every node does when it starts. Without a database one is made",
            "in the data folder."
        },
        mixinStandardHelpOptions = true)
final class SchemaMigrate implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Schema schema;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws SQLException {
        return schema.work(command, this::migrate, "--userstore.embedded.create=true");
    }

    private int migrate(Schemas schemas) {
        PrintWriter out = command.commandLine().getOut();
        schemas.requireSettings();
        for (io.userstore.schema.Schema each : schemas.all()) {
            List<Step> pending =
                    each.steps().stream().filter(step -> !step.isApplied()).toList();
            each.migrate();
            pending.forEach(step -> out.printf("Applied %s of the %s%n", step, each.name()));
            out.printf(
                    "The schema of the %s is at version %s%n",
                    each.name(), each.newest().map(Step::version).orElse("0"));
            out.flush();
        }
        return 0;
    }
}
