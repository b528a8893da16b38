package io.userstore.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks the stores, over connections that are kept open. A request each for every command, not a stream of many: so each
 * has its own deadline and its own answer, a broken connection leaves one in doubt and not hundreds, and the store
 * commits those that come at once together in any case.
 */
final class StoreHttp implements AutoCloseable {

    private final Stores stores;
    private final BearerToken token;
    private final ClientProperties.Client settings;
    private final Executor answers;
    private final Turns turns;
    private final ExecutorService threads = AnswerThreads.growing("userstore-client-io-");
    private final HttpClient http;
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param answers runs what callers do with their answers, which may take its time */
    StoreHttp(ClientProperties properties, BearerToken token, Executor answers) {
        this.stores = new Stores(properties.stores());
        this.token = token;
        this.settings = properties.client();
        this.answers = answers;
        this.turns = new Turns(settings.connections());
        this.http = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(threads)
                .build();
    }

    /**
     * The store's answer, whatever it is; fails with {@link NoAnswer}. Completes on a thread for answers.
     *
     * @param call may be sent more than once
     */
    CompletableFuture<Reply> send(Call call) {
        Exchange exchange = new Exchange(call, stores, this, settings.timeout());
        underWay.add(exchange);
        CompletableFuture<Reply> reply = exchange.reply().whenComplete((answer, failure) -> underWay.remove(exchange));
        if (closed) {
            exchange.close();
        } else {
            exchange.begin();
        }
        // A copy: whoever waits for it is not to hold up the clock that all deadlines go by.
        return reply.handleAsync(
                        (answer, failure) -> failure == null
                                ? CompletableFuture.completedFuture(answer)
                                : CompletableFuture.<Reply>failedFuture(failure),
                        answers)
                .thenCompose(answer -> answer);
    }

    /** One attempt at one store; fails with what its connection fails with. */
    CompletableFuture<Reply> ask(Call call, URI store, Duration left) {
        Duration patience = left.compareTo(settings.attemptTimeout()) < 0 ? left : settings.attemptTimeout();
        CompletableFuture<HttpResponse<byte[]>> sending =
                http.sendAsync(call.to(store, token), BodyHandlers.ofByteArray());
        // Not the request's own timeout, which does not count the time that a body takes.
        CompletableFuture<Reply> reply =
                sending.thenApply(Reply::of).orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        reply.whenComplete((answer, failure) -> {
            if (failure != null) {
                sending.cancel(true);
            }
        });
        return reply;
    }

    /** Never too few: the JDK's client has them wait for names to be resolved, each for as long as that takes. */
    Executor threads() {
        return threads;
    }

    Turns turns() {
        return turns;
    }

    void after(long millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, threads)
                .execute(task);
    }

    /** Takes nothing more, and is done when all that is under way is. */
    CompletableFuture<Void> drain() {
        closed = true;
        return CompletableFuture.allOf(underWay.stream()
                .map(exchange -> exchange.reply().exceptionally(failure -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** What is under way is given up. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Exchange::close);
        threads.shutdownNow();
    }
}
