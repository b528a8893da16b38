package io.userstore.processes;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A store in a process of its own, which can be ended and paused in every way, and started again on the same port. */
final class StoreProcess {

    private static final Duration TIME_TO_START = Duration.ofSeconds(120);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(60);
    private static final int TAIL_LINES = 60;

    /** None outlives the test JVM, whichever way that ends by itself. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Path folder;
    private final int port;
    private final List<String> arguments;
    private volatile @Nullable Process process;
    private volatile boolean serving;

    /** @param folder the working directory, which also gets the log */
    StoreProcess(String name, Path folder, int port, List<String> arguments) {
        this.name = name;
        this.folder = folder;
        this.port = port;
        this.arguments = arguments;
    }

    /** Starts the process without waiting for it. Its log begins anew. */
    void launch(List<String> command) {
        List<String> whole = new ArrayList<>(command);
        whole.add("--server.port=" + port);
        whole.addAll(arguments);
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(whole)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log());
            builder.environment().putAll(Map.of("LC_ALL", "C", "TZ", "Pacific/Chatham"));
            Process started = builder.start();
            RUNNING.add(started);
            process = started;
        } catch (IOException e) {
            throw new AssertionError(whole.toString(), e);
        }
    }

    void awaitReady() {
        Deadline.in(TIME_TO_START)
                .await(() -> isHealthy() || !process().isAlive(), () -> name + " is not ready" + tail());
        if (!process().isAlive()) {
            throw new AssertionError(name + " ended with " + process().exitValue() + " instead of starting" + tail());
        }
        serving = true;
    }

    private boolean isHealthy() {
        try {
            return client().health().isDone();
        } catch (IOException e) {
            return false;
        }
    }

    Client client() {
        return Client.withKnownToken(port);
    }

    long pid() {
        return process().pid();
    }

    int port() {
        return port;
    }

    /** Whether it was ready and has not been ended since. */
    boolean isServing() {
        return serving;
    }

    void kill9() {
        serving = false;
        process().destroyForcibly();
        awaitEnd(TIME_TO_STOP);
    }

    /** As an operator or an orchestrator stops it: SIGTERM. */
    void stop() {
        serving = false;
        process().destroy();
        awaitEnd(TIME_TO_STOP);
    }

    /** The exit code of a process that ends by itself. */
    int awaitEnd(Duration patience) {
        try {
            if (!process().waitFor(patience.toSeconds(), SECONDS)) {
                throw new AssertionError(name + " did not end within " + patience + tail());
            }
            RUNNING.remove(process());
            return process().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns once the process is stopped indeed. */
    void pause() {
        Signal.STOP.send(pid());
        while (!isPaused()) {
            Thread.onSpinWait();
        }
    }

    private boolean isPaused() {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid()), "status"))
                    .contains("State:\tT");
        } catch (IOException e) {
            throw new AssertionError(name + " has gone" + tail(), e);
        }
    }

    void resume() {
        Signal.CONT.send(pid());
    }

    /** What the process has said since it was started last. */
    List<String> output() {
        try {
            return Files.readAllLines(log().toPath());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private File log() {
        return folder.resolve(name + ".log").toFile();
    }

    private String tail() {
        List<String> lines = output();
        return ". The end of " + log() + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    private Process process() {
        return requireNonNull(process, "not started");
    }

    @Override
    public String toString() {
        return name;
    }
}
