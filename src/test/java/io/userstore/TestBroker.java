package io.userstore;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.Kafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka, broker and controller in one (KRaft), which can be stopped and started again on its data. In a process of its
 * own, because it cannot start where tests run: in Turkish.
 */
public final class TestBroker implements AutoCloseable {

    private static final int NODE = 1;
    private static final Duration TIME_TO_START = Duration.ofSeconds(90);

    private static final String SETTINGS = """
            process.roles=broker,controller
            node.id=%1$d
            controller.quorum.voters=%1$d@127.0.0.1:%3$d
            listeners=BROKER://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
            listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=BROKER
            controller.listener.names=CONTROLLER
            log.dirs=%4$s
            auto.create.topics.enable=false
            broker.session.timeout.ms=1000
            broker.heartbeat.interval.ms=200
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=1
            """;

    private static final String LOGGING = "<configuration><root level=\"OFF\"/></configuration>";

    /** None outlives the test JVM, whichever way that ends by itself. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Path folder;
    private final int port = freePort();
    private @Nullable Process process;

    private TestBroker(Path folder) {
        this.folder = folder;
    }

    public static TestBroker start() {
        try {
            TestBroker broker = new TestBroker(
                    Files.createTempDirectory(Path.of("target"), "kafka").toAbsolutePath());
            broker.format();
            broker.startAgain();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void format() throws IOException {
        String data = folder.resolve("data").toString();
        Files.writeString(
                folder.resolve("server.properties"),
                SETTINGS.formatted(NODE, port, freePort(), data.replace('\\', '/')));
        Files.writeString(folder.resolve("logback.xml"), LOGGING);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .addDirectory(data)
                    .setMetadataLogDirectory(data)
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public void startAgain() {
        try {
            Process started = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Kafka.class.getName(),
                            folder.resolve("server.properties").toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("broker.log").toFile())
                    .start();
            RUNNING.add(started);
            process = started;
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void awaitAnswer() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers(),
                "default.api.timeout.ms", Long.toString(TIME_TO_START.toMillis()),
                "metric.reporters", ""))) {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            throw new AssertionError("no broker, see " + folder.resolve("broker.log"), e);
        }
    }

    /** The hard way: {@code kill -9}. */
    public void stop() {
        try {
            Process running = requireNonNull(process);
            running.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
            RUNNING.remove(running);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Takes connections, and answers nothing. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder(
                            "kill",
                            "-" + name,
                            Long.toString(requireNonNull(process).pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
