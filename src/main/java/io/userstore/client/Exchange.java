package io.userstore.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request until a store has answered it or its time is over: from one store to the next at once, and once all have
 * failed after a pause that grows. To be used for requests only that may be repeated.
 */
final class Exchange {

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final int DOUBLINGS = 5;

    /** Another store may be back sooner than the one that says when it is. */
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private final Call call;
    private final Stores stores;
    private final StoreHttp http;
    private final long end;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    private int store;
    private int failures;
    private volatile boolean sent;
    private volatile @Nullable CompletableFuture<Reply> attempt;
    private volatile @Nullable Throwable lastFailure;
    private volatile String last = "waiting for its turn";

    Exchange(Call call, Stores stores, StoreHttp http, Duration timeout) {
        this.call = call;
        this.stores = stores;
        this.http = http;
        this.end = System.nanoTime() + timeout.toNanos();
        this.store = stores.current();
        reply.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Fails with {@link NoAnswer}. */
    CompletableFuture<Reply> reply() {
        return reply.exceptionallyCompose(failure -> CompletableFuture.failedFuture(noAnswer(failure)));
    }

    void begin() {
        http.turns().await(this::attempt);
    }

    void close() {
        reply.completeExceptionally(new IllegalStateException("the client was closed"));
        CompletableFuture<Reply> open = attempt;
        if (open != null) {
            open.cancel(true);
        }
    }

    private boolean attempt() {
        boolean sentBefore = sent;
        // From here on nobody can know, unless there was no connection; before the look at whether somebody gave up.
        sent = true;
        long left = end - System.nanoTime();
        if (reply.isDone() || left <= 0) {
            sent = sentBefore;
            return false;
        }
        try {
            CompletableFuture<Reply> asked = http.ask(call, stores.url(store), Duration.ofNanos(left));
            attempt = asked;
            asked.whenCompleteAsync((answer, failure) -> settle(answer, failure, sentBefore), http.threads());
            if (reply.isDone()) {
                // Given up meanwhile, by somebody who did not see this attempt.
                asked.cancel(true);
            }
            return true;
        } catch (RuntimeException e) {
            sent = sentBefore;
            reply.completeExceptionally(e);
            return false;
        }
    }

    private void settle(@Nullable Reply answer, @Nullable Throwable wrapped, boolean sentBefore) {
        http.turns().over();
        Throwable failure = Failures.cause(wrapped);
        if (answer != null && !answer.isPassing()) {
            reply.complete(sentBefore ? answer.afterDoubt() : answer);
        } else if (answer != null) {
            last = "HTTP " + Integer.toString(answer.status());
            tryAgain(answer.retryAfterSeconds());
        } else if (failure instanceof IOException || failure instanceof TimeoutException) {
            if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
                sent = sentBefore;
            }
            last = failure.getClass().getSimpleName();
            lastFailure = failure;
            tryAgain(0);
        } else {
            reply.completeExceptionally(failure == null ? new IllegalStateException("neither one") : failure);
        }
    }

    private void tryAgain(long atLeastSeconds) {
        failures++;
        store = stores.after(store);
        if (failures % stores.count() != 0) {
            begin();
            return;
        }
        int rounds = failures / stores.count();
        long longest = FIRST_PAUSE_MILLIS << Math.min(rounds - 1, DOUBLINGS);
        // Those who failed together do not come back together.
        long pause = Math.min(TimeUnit.SECONDS.toMillis(atLeastSeconds), LONGEST_WAIT_MILLIS)
                + ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left > FIRST_PAUSE_MILLIS) {
            http.after(Math.min(pause, left / 2), this::begin);
        } else {
            // Too late for another attempt.
            reply.completeExceptionally(new TimeoutException());
        }
    }

    private Throwable noAnswer(Throwable failure) {
        Throwable cause = Failures.cause(failure);
        return cause instanceof TimeoutException
                ? new NoAnswer("no answer in time from any of " + stores + ", last: " + last, sent, lastFailure)
                : new NoAnswer("gave up asking " + stores, sent, cause);
    }
}
