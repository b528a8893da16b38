package io.userstore.processes;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What Java has no way of its own to send to a process. */
enum Signal {
    STOP,
    CONT,
    QUIT;

    void send(long pid) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name() + " " + pid)
                    .inheritIO()
                    .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("could not send SIG" + name() + " to " + pid);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
