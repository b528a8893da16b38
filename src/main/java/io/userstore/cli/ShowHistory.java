package io.userstore.cli;

import io.userstore.audit.AuditTrail;
import io.userstore.audit.FindHistory;
import io.userstore.audit.History;
import io.userstore.audit.HistoryItem;
import io.userstore.audit.HistoryPage;
import java.io.IOException;
import java.io.Writer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "history",
        description = "Prints what happened to a user: every event with what it changed, oldest first.",
        mixinStandardHelpOptions = true)
final class ShowHistory implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CommandLineInterface store;

    @Parameters(paramLabel = "ID", description = "The user's id.")
    private long id;

    @Option(names = "--newest-first", description = "The other way round.")
    private boolean newestFirst;

    @Option(names = "--json", description = "An event a line as JSON, for programs.")
    private boolean json;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Reading reading;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Result result;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        try (ConfigurableApplicationContext node = store.work()) {
            History history = node.getBean(History.class);
            Optional<HistoryPage> first = page(history, null);
            if (first.isEmpty()) {
                command.commandLine().getErr().println("There is no user " + Long.toString(id));
                return 1;
            }
            reading.record(node.getBean(AuditTrail.class), id, "history");
            result.write(to -> print(first.get(), history, to));
            return 0;
        }
    }

    private Optional<HistoryPage> page(History history, @Nullable Long after) {
        return history.page(new FindHistory(id, newestFirst, after, FindHistory.MAX_LIMIT), reading.unmask);
    }

    private void print(HistoryPage first, History history, Writer to) throws IOException {
        HistoryPage page = first;
        while (true) {
            for (HistoryItem item : page.items()) {
                to.write(json ? JSON.writeValueAsString(item) + "\n" : text(item));
            }
            if (page.next() == null) {
                return;
            }
            page = page(history, page.next()).orElseThrow();
        }
    }

    private static String text(HistoryItem item) {
        StringBuilder text = new StringBuilder()
                .append(String.format("%6d  %-27s  %s", item.version(), item.occurredAt(), item.type()))
                .append(item.actor() == null ? "" : " by " + item.actor())
                .append(item.onBehalfOf() == null ? "" : " for " + item.onBehalfOf())
                .append(item.reason() == null ? "" : ": " + item.reason())
                .append('\n');
        item.changes()
                .forEach((field, change) -> text.append(
                        String.format("        %s: %s → %s%n", field, shown(change.from()), shown(change.to()))));
        return text.toString();
    }

    private static String shown(@Nullable Object value) {
        return Objects.toString(value, "none");
    }
}
