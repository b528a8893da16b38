package io.userstore.cli;

import io.userstore.audit.AuditTrail;
import io.userstore.audit.DirectoryExport;
import io.userstore.audit.tree.LogExport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SequenceWriter;

@Command(
        name = "export",
        description = {
            "Writes the log as it is stored, an event a line, for verify-export and everyone else: what is personal stays",
            "sealed. Or the users table, deleted users included, as other stores and import read it."
        },
        mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    /** What there is to export. */
    enum What {
        log,
        users
    }

    @Parameters(arity = "0..1", paramLabel = "WHAT", description = "log (default) or users.")
    private What what = What.log;

    @Option(
            names = "--format",
            required = true,
            description = "ndjson, or csv, which spreadsheets take without executing cells.")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Where to; replaced once it is whole.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Reading reading;

    @Option(names = "--password-hashes", description = "Show password hashes as they are.")
    private boolean hashes;

    private long written;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        try (ConfigurableApplicationContext node = store.work();
                ProgressBar bar = new ProgressBarBuilder()
                        .setTaskName("Exporting")
                        .setUnit(" " + unit(), 1)
                        .showSpeed()
                        .build()) {
            reading.record(
                    node.getBean(AuditTrail.class), null, "export of the " + what + (hashes ? ", with hashes" : ""));
            Result.whole(output, file -> {
                switch (what) {
                    case log -> writeLog(node.getBean(LogExport.class), file, bar);
                    case users -> writeUsers(node.getBean(DirectoryExport.class), file, bar);
                }
                if (written > 0) {
                    file.write(format.end.getBytes(StandardCharsets.UTF_8));
                }
            });
            PrintWriter out = command.commandLine().getOut();
            out.printf("%s %s are in %s (%s)%n", Long.toString(written), unit(), output, format);
            out.flush();
            return 0;
        }
    }

    private void writeLog(LogExport log, OutputStream file, ProgressBar bar) {
        try (JsonGenerator lines = format.writer(LogExport.COLUMNS).createGenerator(file, JsonEncoding.UTF8)) {
            written = log.write(
                    lines, format::text, (done, total) -> bar.maxHint(total).stepTo(done));
        }
    }

    private void writeUsers(DirectoryExport users, OutputStream file, ProgressBar bar) {
        try (SequenceWriter lines = format.writer(DirectoryExport.COLUMNS).writeValues(file)) {
            users.read(
                    reading.unmask,
                    hashes,
                    row -> lines.write(format.row(row)),
                    (read, all) -> bar.maxHint(all).stepTo(written = read));
        }
    }

    private String unit() {
        return what == What.log ? "events" : "users";
    }
}
