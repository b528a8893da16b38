package io.userstore.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** So many tasks at a time, the others in the order in which they came; nobody's thread waits. */
final class Turns {

    private final Semaphore free;
    private final Queue<BooleanSupplier> waiting = new ConcurrentLinkedQueue<>();

    Turns(int atATime) {
        free = new Semaphore(atATime);
    }

    /** @param task begins what is done when {@link #over} is called, or says that there is nothing to do; throws nothing */
    void await(BooleanSupplier task) {
        waiting.add(task);
        next();
    }

    void over() {
        free.release();
        next();
    }

    private void next() {
        while (!waiting.isEmpty() && free.tryAcquire()) {
            BooleanSupplier task = waiting.poll();
            if (task == null || !task.getAsBoolean()) {
                free.release();
            }
        }
    }
}
