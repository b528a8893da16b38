package io.userstore.cli;

import io.userstore.audit.tree.LogExport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
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

    private static final int BUFFER = 1 << 16;

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

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "Where to; overwritten.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        try (ConfigurableApplicationContext node = store.work();
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(output), BUFFER);
                ProgressBar bar = new ProgressBarBuilder()
                        .setTaskName("Exporting")
                        .setUnit(" events", 1)
                        .showSpeed()
                        .build()) {
            long events = node.getBean(LogExport.class)
                    .write(file, (done, total) -> bar.maxHint(total).stepTo(done));
            PrintWriter out = command.commandLine().getOut();
            out.printf("%s events are in %s (%s)%n", Long.toString(events), output, format);
            out.flush();
            return 0;
        }
    }
}
