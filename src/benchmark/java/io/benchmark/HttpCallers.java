package io.benchmark;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * As many connections as there are callers at once, opened as they are needed: the server closes each after some number
 * of requests, as a store's server does in life. First in, first out, so that none idles until the server closes it.
 */
final class HttpCallers implements AutoCloseable {

    private final HttpServer server;
    private final Queue<HttpCaller> idle = new ConcurrentLinkedQueue<>();

    HttpCallers(HttpServer server) {
        this.server = server;
    }

    /** @throws IOException unless the answer is a success */
    void post(String path, String moreHeaders, String body) throws IOException {
        HttpCaller pooled = idle.poll();
        HttpCaller caller = pooled == null ? server.caller() : pooled;
        if (caller.post(path, moreHeaders, body)) {
            idle.add(caller);
        } else {
            caller.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (HttpCaller caller : idle) {
            caller.close();
        }
    }
}
