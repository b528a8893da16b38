package io.userstore.processes;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What callers were told, held against the log. */
final class Outcomes {

    private final Map<String, List<StoredEvent>> byTrace;
    private final Map<String, List<StoredEvent>> byKey;

    private Outcomes(List<StoredEvent> log) {
        byTrace = log.stream().collect(groupingBy(StoredEvent::traceId));
        byKey = log.stream()
                .filter(event -> event.key() != null)
                .collect(groupingBy(event -> Objects.requireNonNull(event.key())));
    }

    /** @param attempts all that were sent under the keys that occur in them */
    static void requireKept(Collection<Attempt> attempts, PostgresProcess postgres) {
        Outcomes outcomes = new Outcomes(StoredEvent.all(postgres));
        attempts.stream()
                .filter(attempt -> attempt.request().idempotencyKey() == null)
                .forEach(outcomes::requireKept);
        attempts.stream()
                .filter(attempt -> attempt.request().idempotencyKey() != null)
                .collect(groupingBy(
                        attempt -> Objects.requireNonNull(attempt.request().idempotencyKey())))
                .forEach(outcomes::requireOneEffect);
    }

    private void requireKept(Attempt attempt) {
        List<StoredEvent> events = byTrace.getOrDefault(attempt.request().traceId(), List.of());
        if (attempt.acknowledged()) {
            requireEffect(attempt, events);
        } else if (attempt.refused()) {
            assertThat(events).as("left behind by %s", attempt).isEmpty();
        }
    }

    /** The answer tells the version that the command led to: its last event is there under that version. */
    private static void requireEffect(Attempt attempt, List<StoredEvent> events) {
        Answer answer = Objects.requireNonNull(attempt.answer());
        assertThat(events).as("events of %s", attempt).isNotEmpty();
        assertThat(events.get(events.size() - 1).version())
                .as("version after %s", attempt)
                .isEqualTo(answer.version());
    }

    private void requireOneEffect(String key, List<Attempt> attempts) {
        List<StoredEvent> events = byKey.getOrDefault(key, List.of());
        Set<String> causes = events.stream().map(StoredEvent::traceId).collect(toSet());
        assertThat(causes).as("requests that had an effect among %s", attempts).hasSizeLessThan(2);
        List<Attempt> acknowledged =
                attempts.stream().filter(Attempt::acknowledged).toList();
        acknowledged.forEach(attempt -> requireEffect(attempt, events));
        assertThat(acknowledged.stream().map(Attempt::answer).distinct())
                .as("answers to %s", attempts)
                .hasSizeLessThan(2);
        if (attempts.stream().anyMatch(Attempt::refused)) {
            assertThat(events).as("left behind by %s", attempts).isEmpty();
        }
    }
}
