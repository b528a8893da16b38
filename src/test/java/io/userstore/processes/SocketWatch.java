package io.userstore.processes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Looks at a process's sockets all the time, to catch also those that are soon closed again. */
final class SocketWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 10;

    private final OpenSockets sockets;
    private final Set<String> beyondLoopback = new TreeSet<>();
    private final CompletableFuture<Void> watching;
    private volatile boolean over;

    SocketWatch(long pid) {
        sockets = new OpenSockets(pid);
        watching = CompletableFuture.runAsync(this::watch);
    }

    private void watch() {
        try {
            while (!over) {
                beyondLoopback.addAll(sockets.beyondLoopback());
                LockSupport.parkNanos(MILLISECONDS.toNanos(PERIOD_MILLIS));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What it has seen, once it is closed. */
    Set<String> beyondLoopback() {
        return beyondLoopback;
    }

    @Override
    public void close() {
        over = true;
        watching.join();
    }
}
