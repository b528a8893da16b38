package io.userstore.cli;

import io.userstore.audit.AuditTrail;
import io.userstore.directory.CannotRebuild;
import io.userstore.directory.RebuildReport;
import io.userstore.directory.RebuildReport.Example;
import io.userstore.directory.RebuildReport.TableDifferences;
import io.userstore.directory.UsersRebuild;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description = {
            "Folds the log, compares users, e-mail reservations and locks with it row by row, and mends the rows that",
            "differ, in one transaction and while the store serves. Cut off, it leaves nothing behind: start it again."
        },
        mixinStandardHelpOptions = true)
final class Rebuild implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    @Option(names = "--dry-run", description = "Only report what differs, by exit code 1 too.")
    private boolean dryRun;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Reading reading;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private DifferenceFile file;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        try (ConfigurableApplicationContext node = store.work();
                UsersRebuild rebuild = node.getBean(UsersRebuild.Begin.class).rebuild()) {
            if (reading.unmask) {
                reading.record(node.getBean(AuditTrail.class), null, "differences of users from the log");
            }
            return rebuild(rebuild);
        } catch (CannotRebuild e) {
            print("Not rebuilt: %s", String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private int rebuild(UsersRebuild rebuild) throws IOException {
        long begun = System.nanoTime();
        long events = fold(rebuild);
        long folded = System.nanoTime();
        RebuildReport report = rebuild.compare(reading.unmask);
        report.tables().forEach(this::print);
        print(
                "%s events folded in %s s (%s events/s), compared in %s s",
                Long.toString(events),
                seconds(folded - begun),
                Long.toString(events * 1_000_000_000 / Math.max(folded - begun, 1)),
                seconds(System.nanoTime() - folded));
        if (report.all() == 0) {
            print("The tables are what the log says");
            return 0;
        }
        print("All rows that differ are in %s", file.write(rebuild, reading.unmask));
        if (dryRun) {
            print("Nothing was touched: dry run");
            return 1;
        }
        UsersRebuild.Mended mended = rebuild.mend();
        print(
                "%s rows mended; commands waited for %s ms",
                Long.toString(mended.rows()), Long.toString(mended.pauseNanos() / 1_000_000));
        return 0;
    }

    private static long fold(UsersRebuild rebuild) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Folding")
                .setUnit(" events", 1)
                .showSpeed()
                .build()) {
            return rebuild.fold((done, total) -> bar.maxHint(total).stepTo(done));
        }
    }

    private void print(TableDifferences found) {
        print(
                "%s: %s differences (%s missing, %s extra, %s different)",
                found.table(),
                Long.toString(found.all()),
                Long.toString(found.missing()),
                Long.toString(found.extra()),
                Long.toString(found.different()));
        for (Example example : found.examples()) {
            print("  %s %s%s", Long.toString(example.id()), example.kind(), values(example));
        }
        if (found.all() > found.examples().size()) {
            print("  and %s more", Long.toString(found.all() - found.examples().size()));
        }
    }

    private static String values(Example example) {
        return example.values().stream()
                .map(value -> value.column() + " " + shown(value.found()) + ", in the log " + shown(value.expected()))
                .collect(Collectors.joining("; ", example.values().isEmpty() ? "" : ": ", ""));
    }

    private static String shown(@Nullable String value) {
        return value == null ? "absent" : value;
    }

    private static String seconds(long nanos) {
        long tenths = nanos / 100_000_000;
        return Long.toString(tenths / 10) + "." + Long.toString(tenths % 10);
    }

    private void print(String format, Object... values) {
        PrintWriter out = command.commandLine().getOut();
        out.println(format.formatted(values));
        out.flush();
    }
}
