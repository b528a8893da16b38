package io.userstore.cli;

import io.userstore.audit.AuditTrail;
import io.userstore.audit.tree.LogExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = {
            "Writes the log as it is stored, an event a line, for verify-export and everyone else. What is personal",
            "stays sealed."
        },
        mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    /** What an export is written in. */
    enum Format {
        ndjson
    }

    @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Where to; replaced once it is whole.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record of reads.")
    private @Nullable String reason;

    private long events;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        try (ConfigurableApplicationContext node = store.work();
                ProgressBar bar = new ProgressBarBuilder()
                        .setTaskName("Exporting")
                        .setUnit(" events", 1)
                        .showSpeed()
                        .build()) {
            Reading.record(node.getBean(AuditTrail.class), null, "export of the log", reason);
            LogExport export = node.getBean(LogExport.class);
            Result.whole(
                    output,
                    file -> events = export.write(
                            file, (done, total) -> bar.maxHint(total).stepTo(done)));
            PrintWriter out = command.commandLine().getOut();
            out.printf("%s events are in %s (%s)%n", Long.toString(events), output, format);
            out.flush();
            return 0;
        }
    }
}
