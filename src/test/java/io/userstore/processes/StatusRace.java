package io.userstore.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * Status changes of one user that came at once, and the events they left. None of them, whether it did something, did
 * nothing or was refused, may have been decided on another state than one that the user had between its request and
 * its answer.
 *
 * @param history of the user, who was changed by nothing else
 */
record StatusRace(List<Attempt> attempts, List<StoredEvent> history) {

    void requireDecidedOnFreshState() {
        attempts.forEach(this::requireDecidedOnFreshState);
    }

    private void requireDecidedOnFreshState(Attempt attempt) {
        Answer answer = Objects.requireNonNull(attempt.answer(), attempt::toString);
        long oldest = oldestVersionOpenTo(attempt);
        long newest = newestVersionOpenTo(attempt);
        String wanted = attempt.request().body().getOrDefault("status", "");
        if (answer.isDone()) {
            long version = Objects.requireNonNull(answer.version());
            assertThat(version).as("version of %s", attempt).isBetween(oldest, newest);
            assertThat(status(version)).as("after %s", attempt).isEqualTo(wanted);
        } else {
            assertThat(answer.code()).as("%s", attempt).isEqualTo("invalid-transition");
            assertThat(LongStream.rangeClosed(oldest, newest).mapToObj(this::status))
                    .as("what the status may have been when %s was refused to become %s", attempt, wanted)
                    .anyMatch(status -> !status.equals(wanted) && !ExpectedUser.mayBecome(status, wanted));
        }
    }

    /** The newest that anybody had been told of when the request was sent. */
    private long oldestVersionOpenTo(Attempt attempt) {
        return attempts.stream()
                .filter(before -> before.ended() < attempt.begun())
                .mapToLong(Attempt::versionTold)
                .max()
                .orElse(0);
    }

    /** The newest that somebody had asked for when the answer came. */
    private long newestVersionOpenTo(Attempt attempt) {
        return history.stream()
                .filter(event -> attempts.stream()
                        .anyMatch(cause ->
                                cause.request().traceId().equals(event.traceId()) && cause.begun() < attempt.ended()))
                .mapToLong(StoredEvent::version)
                .max()
                .orElse(0);
    }

    private String status(long version) {
        return Objects.requireNonNull(history.get((int) version).to());
    }
}
