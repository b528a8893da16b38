package io.userstore.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What a network and a dying process make of a real store: it asks that one, and does not always hand the answer on. */
final class UnreliableStore implements AutoCloseable {

    /** What is done with a request. */
    interface Fault {
        void handle(HttpExchange exchange, UnreliableStore store) throws IOException;
    }

    /** The store acts, and its answer is lost with the connection. */
    static final Fault ANSWER_LOST = (exchange, store) -> {
        store.answerOf(exchange);
        exchange.close();
    };

    /** The store acts, and never says so. */
    static final Fault SILENCE = (exchange, store) -> {
        store.answerOf(exchange);
        store.await(store.end);
    };

    /** The store acts, and its answer stops in the middle. */
    static final Fault STUCK = (exchange, store) -> {
        HttpResponse<byte[]> answer = store.answerOf(exchange);
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length + 1L);
        exchange.getResponseBody().write(answer.body());
        exchange.getResponseBody().flush();
        store.await(store.end);
    };

    /** The store acts and answers, once that is over. */
    static Fault slow(CountDownLatch end) {
        return (exchange, store) -> {
            store.await(end);
            store.pass(exchange);
        };
    }

    /** Nobody acts. */
    static Fault status(int status, String json, String... headers) {
        return (exchange, store) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] body = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String store;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    private UnreliableStore(String store, HttpServer server) {
        this.store = store;
        this.server = server;
    }

    /** @param faults of the first requests, in their order; all others are answered */
    static UnreliableStore before(String store, Fault... faults) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            UnreliableStore unreliable = new UnreliableStore(store, HttpServer.create(address, 0));
            unreliable.faults.addAll(List.of(faults));
            unreliable.server.setExecutor(unreliable.threads);
            unreliable.server.createContext("/", unreliable::handle);
            unreliable.server.start();
            return unreliable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        Fault fault = faults.poll();
        try (exchange) {
            if (fault != null) {
                fault.handle(exchange, this);
                return;
            }
            pass(exchange);
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        HttpResponse<byte[]> answer = answerOf(exchange);
        answer.headers()
                .firstValue("ETag")
                .ifPresent(tag -> exchange.getResponseHeaders().add("ETag", tag));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private HttpResponse<byte[]> answerOf(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(store + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String header : List.of("Authorization", "Content-Type", "Accept", "traceparent")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
