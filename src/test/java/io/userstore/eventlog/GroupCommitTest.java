package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.userstore.AtOnce;
import io.userstore.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends that wait together are committed together, and fail alone. */
class GroupCommitTest {

    private static final String LOCK = "SELECT pg_advisory_lock(" + AppendStatements.APPEND_LOCK + ")";

    private TestDatabase database;
    private LogFixture log;

    @BeforeEach
    void start() {
        database = LogFixture.migrated();
        log = LogFixture.on(database, new NoPayloadTwice());
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private void append(String stream, long version, String payload) {
        log.plainEngine().appendEvents(new GenericDomainEventMessage<>("test", stream, version, payload));
    }

    /** Lets the appends pile up behind a lock that somebody else holds, so that they make one batch. */
    private List<CompletableFuture<Void>> inOneBatch(List<Runnable> appends) throws Exception {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        try (Connection blocker = database.dataSource().getConnection();
                Statement statement = blocker.createStatement()) {
            statement.execute(LOCK);
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> append("first", 0, "first"));
            await().until(() -> log.jdbc
                            .queryForList("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                            .size()
                    == 1);
            for (Runnable append : appends) {
                int waiting = log.appender.waiting();
                running.add(CompletableFuture.runAsync(append, task -> new Thread(task).start()));
                await().until(() -> log.appender.waiting() > waiting);
            }
            statement.execute("SELECT pg_advisory_unlock_all()");
            first.get(30, TimeUnit.SECONDS);
        }
        return running;
    }

    @Test
    void appendsThatWaitedTogetherShareOneTransaction() throws Exception {
        List<Runnable> appends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String stream = "stream" + i;
            appends.add(() -> append(stream, 0, stream));
        }

        for (CompletableFuture<Void> append : inOneBatch(appends)) {
            append.get(30, TimeUnit.SECONDS);
        }

        assertThat(log.jdbc.queryForList("SELECT DISTINCT xmin::text FROM event_log WHERE position > 1", String.class))
                .hasSize(1);
        assertThat(log.jdbc.queryForObject("SELECT count(*) FROM event_log", Long.class))
                .isEqualTo(51);
    }

    @Test
    void losersFailAloneAndTheRestOfTheBatchIsIn() throws Exception {
        append("old", 0, "old");
        List<CompletableFuture<Void>> answers = inOneBatch(List.of(
                () -> append("a", 0, "one"),
                () -> append("old", 0, "version taken"),
                () -> append("b", 0, "one"),
                () -> append("a", 1, "two"),
                () -> append("c", 0, "poison"),
                () -> append("d", 0, "three")));

        answers.get(0).get(30, TimeUnit.SECONDS);
        assertThatThrownBy(answers.get(1)::join).hasCauseInstanceOf(AggregateStreamCreationException.class);
        assertThatThrownBy(answers.get(2)::join).hasRootCauseMessage("payload taken");
        answers.get(3).get(30, TimeUnit.SECONDS);
        assertThatThrownBy(answers.get(4)::join).hasRootCauseMessage("poison");
        answers.get(5).get(30, TimeUnit.SECONDS);
        assertThat(log.jdbc.queryForList("SELECT payload ->> 0 FROM event_log ORDER BY position", String.class))
                .hasSize(5);
        assertThat(log.jdbc.queryForList("SELECT position FROM event_log ORDER BY position", Long.class))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void connectionLostInMidBatchIsAnOutageForAllOfItAndNotForTheNext() throws Exception {
        List<CompletableFuture<Void>> answers = inOneBatch(
                List.of(() -> append("a", 0, "one"), () -> append("b", 0, "cut"), () -> append("c", 0, "two")));

        for (CompletableFuture<Void> answer : answers) {
            assertThatThrownBy(answer::join).hasCauseInstanceOf(LogUnavailable.class);
        }
        append("a", 0, "three");
        assertThat(log.jdbc.queryForList("SELECT aggregate_id FROM event_log ORDER BY position", String.class))
                .containsExactly("first", "a");
    }

    @Test
    void stormOfConflictsLeavesOneWinnerForEachVersion() {
        int versions = 50;
        try (AtOnce callers = new AtOnce()) {
            List<Integer> wins = callers.run(16, caller -> () -> {
                int won = 0;
                for (int version = 0; version < versions; version++) {
                    try {
                        append("contested", version, caller + "/" + version);
                        won++;
                    } catch (AggregateStreamCreationException | ConcurrencyException lost) {
                        // Another caller was first, which is the point.
                    }
                }
                return won;
            });
            assertThat(wins.stream().mapToInt(Integer::intValue).sum()).isEqualTo(versions);
        }
        assertThat(log.jdbc.queryForObject("SELECT count(*) FROM event_log", Long.class))
                .isEqualTo(versions);
    }

    /** Uniqueness of payloads within this test; one makes the batch as a whole fail, one cuts the connection. */
    private static final class NoPayloadTwice implements AppendCondition {

        private final List<Object> taken = new ArrayList<>();

        @Override
        public Screening assume(List<EventMessage<?>> events, Assumptions assumptions) {
            assumptions.add("false", List.of(), columns -> {});
            return new NoPayloadTwice().screen(events, RoundTrip.forBatch(List.of()));
        }

        @Override
        public Screening screen(List<EventMessage<?>> events, RoundTrip reads) {
            return new Screening() {
                @Override
                public @Nullable RuntimeException refuse(List<? extends EventMessage<?>> append) {
                    Object payload = append.isEmpty() ? "" : append.get(0).getPayload();
                    if (taken.contains(payload)) {
                        return new IllegalStateException("payload taken");
                    }
                    taken.add(payload);
                    return null;
                }

                @Override
                public void write(RoundTrip writes) {
                    if (events.stream().anyMatch(event -> event.getPayload().equals("cut"))) {
                        taken.clear();
                        writes.add("SELECT pg_terminate_backend(pg_backend_pid())", parameters -> {});
                    }
                    if (events.stream().anyMatch(event -> event.getPayload().equals("poison"))) {
                        taken.clear();
                        throw new IllegalStateException("poison");
                    }
                }
            };
        }
    }
}
