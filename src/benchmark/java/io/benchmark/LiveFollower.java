package io.benchmark;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Follows the log as server-sent events on a bare socket, and looks at nothing but the ids: each must be the one after that
 * before. It shares the cores with the store, so it must cost little.
 */
final class LiveFollower implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int LEAST_ITEM = 256;
    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final Thread thread;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile long position;
    private volatile long awaited = Long.MAX_VALUE;
    /** How many bytes of {@link #ID} the line has begun with; all of them in the number, -1 in the rest of any line. */
    private int matched;

    private long number;
    private int skip;

    private LiveFollower(Socket socket, long after) {
        this.socket = socket;
        this.position = after;
        this.thread = new Thread(this::follow, "follower");
        thread.setDaemon(true);
    }

    static LiveFollower open(int port, long after) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream()
                .write(("GET /api/v1/events?after=" + after + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                                + HttpServer.TOKEN + "\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        LiveFollower follower = new LiveFollower(socket, after);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String status = line(in);
        if (!status.contains(" 200")) {
            throw new IOException(status);
        }
        while (!line(in).isEmpty()) {}
        follower.thread.start();
        return follower;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readByte(); c != '\n'; c = in.readByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void follow() {
        byte[] buffer = new byte[BUFFER];
        try {
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), BUFFER));
            for (long chunk = Long.parseLong(line(in), 16); chunk > 0; chunk = Long.parseLong(line(in), 16)) {
                for (long left = chunk; left > 0; ) {
                    int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
                    if (read < 0) {
                        throw new IOException("cut off");
                    }
                    left -= read;
                    look(buffer, read);
                }
                line(in);
            }
            throw new IOException("the stream is over at " + position);
        } catch (IOException | RuntimeException e) {
            failure.completeExceptionally(e);
        }
    }

    private void look(byte[] bytes, int length) {
        int begin = Math.min(skip, length);
        skip -= begin;
        for (int i = begin; i < length; i++) {
            byte c = bytes[i];
            if (c == '\n') {
                if (matched == ID.length) {
                    see(number);
                    // An item is longer than that; if one were not, the next id would be missed and the check would
                    // fail.
                    skip = LEAST_ITEM;
                }
                matched = 0;
                number = 0;
                int skipped = Math.min(skip, length - i - 1);
                skip -= skipped;
                i += skipped;
                matched = skip + skipped > 0 ? -1 : 0;
            } else if (matched == ID.length) {
                number = number * 10 + c - '0';
            } else if (matched >= 0) {
                matched = c == ID[matched] ? matched + 1 : -1;
            }
        }
    }

    private void see(long next) {
        if (next != position + 1) {
            throw new IllegalStateException("after position " + position + " came " + next);
        }
        position = next;
        if (next >= awaited) {
            failure.complete(null);
        }
    }

    void awaitPosition(long last) throws Exception {
        awaited = last;
        if (position < last) {
            try {
                failure.get(60, TimeUnit.SECONDS);
            } catch (CompletionException e) {
                throw new IllegalStateException(e.getCause());
            }
        } else if (failure.isCompletedExceptionally()) {
            failure.join();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
