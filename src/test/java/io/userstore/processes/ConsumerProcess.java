package io.userstore.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.util.FileSystemUtils;

/** The service {@code io.consumer} in a process that has of this build the client jar only. */
final class ConsumerProcess implements AutoCloseable {

    static final Path CLIENT_JAR = Path.of(System.getProperty("userstore.client.jar", "target/userstore-client.jar"))
            .toAbsolutePath();

    private static final Path LIBRARIES = Path.of(System.getProperty("userstore.client.libraries", "target/client-lib"))
            .toAbsolutePath();
    private static final Path OWN_CLASSES = PackagedStore.FOLDER.resolve("consumer/classes");
    private static final String PACKAGE = "io/consumer";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private ConsumerProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "consumer's output");
        reader.setDaemon(true);
        reader.start();
    }

    static ConsumerProcess start(List<String> urls, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Ddisable-axoniq-console-message=true",
                "-classpath",
                classPath(),
                "io.consumer.ConsumerApplication",
                "--spring.main.banner-mode=off",
                "--logging.level.root=WARN",
                "--axon.update-check.disabled=true",
                "--userstore.url=" + String.join(",", urls),
                "--userstore.token=" + Client.KNOWN_TOKEN));
        command.addAll(Arrays.asList(arguments));
        try {
            return new ConsumerProcess(new ProcessBuilder(command)
                    .redirectError(PackagedStore.FOLDER.resolve("consumer.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new AssertionError(command.toString(), e);
        }
    }

    /** The jars of the class path, the client's own among them. */
    static List<Path> jars() {
        try (var files = Files.list(LIBRARIES)) {
            List<Path> jars = new ArrayList<>(files.sorted().toList());
            jars.add(CLIENT_JAR);
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        try {
            FileSystemUtils.copyRecursively(Path.of("target/test-classes", PACKAGE), OWN_CLASSES.resolve(PACKAGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> entries =
                new ArrayList<>(jars().stream().map(Path::toString).toList());
        entries.add(OWN_CLASSES.toString());
        return String.join(java.io.File.pathSeparator, entries);
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (UncheckedIOException | IOException e) {
            lines.add("unreadable: " + e);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until it has said so many lines of a kind. */
    void await(int count, Predicate<String> kind) {
        Deadline.in(PATIENCE)
                .await(
                        () -> lines.stream().filter(kind).count() >= count || !process.isAlive(),
                        () -> "the consumer has said only " + lines());
        if (lines.stream().filter(kind).count() < count) {
            awaitEnd();
            if (lines.stream().filter(kind).count() < count) {
                throw new AssertionError(
                        "the consumer ended, see consumer.log in " + PackagedStore.FOLDER + ": " + lines());
            }
        }
    }

    void goOn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its exit code. */
    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the consumer does not end: " + lines());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
