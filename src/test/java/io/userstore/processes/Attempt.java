package io.userstore.processes;

import org.jspecify.annotations.Nullable;

/**
 * One request that was sent, and what came of it. Times are those of {@link System#nanoTime()}.
 *
 * @param answer null when there was none
 */
record Attempt(
        StoreProcess node,
        Request request,
        long begun,
        long ended,
        @Nullable Answer answer) {

    boolean acknowledged() {
        return answer != null && answer.isDone();
    }

    boolean refused() {
        return answer != null && answer.isRefusal();
    }

    /** The version that the command led to, as far as the caller knows; at least 0, which every user has had. */
    long versionTold() {
        return answer == null || answer.version() == null ? 0 : answer.version();
    }

    /** Answered that the store cannot answer for the moment. */
    boolean toldUnavailable() {
        return answer != null && answer.isUnavailable();
    }

    long millis() {
        return (ended - begun) / 1_000_000;
    }

    /** No answer, or one that leaves open what happened. */
    boolean unknown() {
        return !acknowledged() && !refused();
    }

    @Override
    public String toString() {
        return request.method() + " " + request.path() + " " + request.traceId() + " on " + node + " after " + millis()
                + " ms: " + (answer == null ? "no answer" : answer.outcome());
    }
}
