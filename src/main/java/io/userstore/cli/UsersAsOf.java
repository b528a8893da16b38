package io.userstore.cli;

import io.userstore.audit.AuditTrail;
import io.userstore.audit.History;
import io.userstore.directory.UserView;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.SequenceWriter;

@Command(
        name = "users-as-of",
        description = "Writes all users as they were at an instant, deleted ones included.",
        mixinStandardHelpOptions = true)
final class UsersAsOf implements Callable<Integer> {

    private static final List<String> COLUMNS = Stream.of(UserView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    @Parameters(
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Such as 2026-11-23T08:00:00Z.")
    @SuppressWarnings("NullAway.Init")
    private Instant instant;

    @Option(
            names = "--format",
            description = "ndjson (default) or csv, which spreadsheets take without executing cells.")
    private Format format = Format.ndjson;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Reading reading;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Result result;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    private long users;

    @Override
    public Integer call() throws IOException {
        long begun = System.nanoTime();
        try (ConfigurableApplicationContext node = store.work()) {
            reading.record(node.getBean(AuditTrail.class), null, "all users as of " + instant);
            result.write(to -> write(node.getBean(History.class), to));
        }
        command.commandLine()
                .getErr()
                .println(users + " users in " + (System.nanoTime() - begun) / 1_000_000_000 + " s");
        return 0;
    }

    private void write(History history, Writer to) throws IOException {
        try (ProgressBar bar = new ProgressBarBuilder()
                        .setTaskName("Replaying")
                        .setUnit(" events", 1)
                        .showSpeed()
                        .build();
                SequenceWriter lines = format.writer(COLUMNS).writeValues(to)) {
            history.allUsers(
                    instant,
                    reading.unmask,
                    user -> write(user, lines),
                    (read, all) -> bar.maxHint(all).stepTo(read));
        }
        if (users > 0) {
            to.write(format.end);
        }
    }

    private void write(UserView user, SequenceWriter lines) {
        lines.write(format.row(user));
        users++;
    }

    /** As ISO 8601, with any offset. */
    private static final class InstantConverter implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("not an instant such as 2026-11-23T08:00:00Z");
            }
        }
    }
}
