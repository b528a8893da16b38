package io.userstore.processes;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Callers behind a load balancer that knows nothing but its list of nodes: each request goes to the next node, to the one
 * after it if that takes no connection, and if it was not answered, only under an idempotency key.
 */
final class BalancedLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COMMANDS_PER_USER = 15;

    private final List<StoreProcess> nodes;
    private final AtomicInteger next = new AtomicInteger();
    private final Callers callers = new Callers();

    private BalancedLoad(List<StoreProcess> nodes) {
        this.nodes = nodes;
    }

    static BalancedLoad on(List<StoreProcess> nodes, int callers) {
        BalancedLoad load = new BalancedLoad(nodes);
        for (int i = 0; i < callers; i++) {
            load.callers.begin(load::run);
        }
        return load;
    }

    private void run() {
        while (!callers.isOver()) {
            Answer user = command(Request.register());
            for (int i = 0; i < COMMANDS_PER_USER && user != null && !callers.isOver(); i++) {
                Request request = ThreadLocalRandom.current().nextBoolean()
                        ? Request.newAddress(user.id())
                        : Request.login(user.id());
                if (command(request) == null) {
                    user = null;
                }
            }
        }
    }

    /** The answer; null when it is not known what became of the command. */
    private @Nullable Answer command(Request request) {
        if (ThreadLocalRandom.current().nextBoolean()) {
            return known(send(request));
        }
        Request keyed = request.withKey();
        Answer answer = known(send(keyed));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (answer == null) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no node answers " + keyed);
            }
            answer = known(send(keyed.again()));
        }
        return answer;
    }

    private static @Nullable Answer known(@Nullable Answer answer) {
        return answer != null && (answer.isDone() || answer.isRefusal()) ? answer : null;
    }

    private @Nullable Answer send(Request request) {
        while (true) {
            StoreProcess node = nodes.get(Math.floorMod(next.getAndIncrement(), nodes.size()));
            long begun = System.nanoTime();
            Answer answer = null;
            try {
                answer = node.client().send(request);
            } catch (ConnectException e) {
                continue;
            } catch (IOException e) {
                // What became of it is unknown.
            }
            callers.add(new Attempt(node, request, begun, System.nanoTime(), answer));
            return answer;
        }
    }

    List<Attempt> attempts() {
        return callers.attempts();
    }

    /** Waits until a node has acknowledged so many commands from now on. */
    void awaitAcknowledged(StoreProcess node, int count) {
        callers.await(node, count, "acknowledged", Attempt::acknowledged, PATIENCE);
    }

    @Override
    public void close() {
        callers.end();
    }
}
