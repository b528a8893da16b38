package io.userstore.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL: started on the loopback interface, started again should it end without being told to, and
 * stopped in the end.
 *
 * <p>Drives {@code pg_ctl} itself, because zonky's {@code EmbeddedPostgres} is made for tests: it takes half unpacked
 * programs and half made data for whole ones, waits out its time limit for a server that has ended at once, and leaves
 * a server behind that was too slow to start or to stop.
 */
final class PostgresServer implements AutoCloseable {

    /** What the store relies on; fixed on the command line. Terse, since the details of an error quote a user's row. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("logging_collector", "on"),
            Map.entry("log_directory", "log"),
            Map.entry("log_filename", "postgresql-%a.log"),
            Map.entry("log_truncate_on_rotation", "on"),
            Map.entry("log_rotation_age", "1d"),
            Map.entry("log_rotation_size", "0"));

    /** Enough to replay whatever WAL a crash has left. */
    private static final Duration TIME_TO_START = Duration.ofMinutes(5);

    private static final Duration TIME_TO_STOP = Duration.ofMinutes(1);
    private static final Duration TIME_FOR_CHILDREN_TO_END = Duration.ofSeconds(10);
    private static final long WATCH_MILLIS = 1000;
    private static final long RETRY_MILLIS = 5000;
    private static final int TAIL_LINES = 10;
    private static final int TAIL_BYTES = 4096;

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    private final PostgresPrograms programs;
    private final Path data;
    private final Path startLog;
    private final int port;
    private boolean closed;

    private PostgresServer(PostgresPrograms programs, DataFolder folder, int port) {
        this.programs = programs;
        this.data = folder.postgresql();
        this.startLog = folder.path().resolve("postgresql-start.log");
        this.port = port;
    }

    /**
     * To be called by the holder of the folder's {@link StoreLock}.
     *
     * @param port 0 for any free one
     */
    static PostgresServer start(DataFolder folder, int port) throws IOException {
        PostgresPrograms programs = PostgresPrograms.unpackedIn(folder);
        PostgresCluster.ensure(folder, programs);
        PostgresServer server = new PostgresServer(programs, folder, port == 0 ? freePort() : port);
        server.stopOrphan();
        server.launch();
        Thread watch = new Thread(server::watch, "postgresql-watch");
        watch.setDaemon(true);
        watch.start();
        return server;
    }

    int port() {
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A store that was killed has left its server running, on a port and with settings that may have changed since. */
    private void stopOrphan() throws IOException {
        Optional<Postmaster> orphan = Postmaster.runningOn(data);
        if (orphan.isPresent()) {
            log.info(
                    "Stopping PostgreSQL, left running by a store that was killed (process {})",
                    orphan.get().pid());
            stop();
        }
    }

    private void launch() throws IOException {
        awaitEndOfThoseLeftBehind();
        Postmaster.removeStaleFile(data);
        Files.deleteIfExists(startLog);
        Instant begin = Instant.now();
        String settings = SETTINGS.entrySet().stream()
                .map(each -> "-c " + each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" ", "-p " + port + " ", ""));
        PostgresPrograms.Result result = pgCtl("start", TIME_TO_START, "--log=" + startLog, "--options=" + settings);
        if (result.failed()) {
            stop();
            throw new StartFailure(
                    "The embedded PostgreSQL did not start. Its last words:\n\n" + lastWords(begin),
                    "Its log is in " + data.resolve("log") + ", what it says before that in " + startLog + ".");
        }
    }

    /** Two servers on the same data would destroy them. */
    private void awaitEndOfThoseLeftBehind() throws IOException {
        Instant deadline = Instant.now().plus(TIME_FOR_CHILDREN_TO_END);
        List<Long> processes = Postmaster.leftBehindOn(data);
        while (!processes.isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new StartFailure(
                        "Processes of an earlier PostgreSQL still work in " + data + ": " + processes + ".",
                        "End them and start again.");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            processes = Postmaster.leftBehindOn(data);
        }
    }

    /** The end of the newest log that was written to since, or else of what was said before there was a log. */
    private String lastWords(Instant since) throws IOException {
        Path newest = startLog;
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(Files.createDirectories(data.resolve("log")))) {
            FileTime time = FileTime.from(since);
            for (Path each : logs) {
                FileTime modified = Files.getLastModifiedTime(each);
                if (modified.compareTo(time) >= 0) {
                    newest = each;
                    time = modified;
                }
            }
        }
        return tail(newest);
    }

    private static String tail(Path file) throws IOException {
        if (Files.notExists(file)) {
            return "";
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer end = ByteBuffer.allocate(TAIL_BYTES);
            channel.position(Math.max(0, channel.size() - TAIL_BYTES)).read(end);
            List<String> lines =
                    new String(end.array(), 0, end.position(), UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        }
    }

    /** Not {@link ProcessHandle#onExit()}, which takes a dead process for a live one until somebody reaps it. */
    private synchronized void watch() {
        try {
            while (!closed) {
                wait(ensureRunning() ? WATCH_MILLIS : RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ensureRunning() {
        try {
            if (Postmaster.runningOn(data).isEmpty()) {
                log.error("PostgreSQL ended without being told to; starting it again");
                launch();
                log.info("PostgreSQL is running again");
            }
            return true;
        } catch (IOException | StartFailure e) {
            log.error("PostgreSQL could not be started again: {}", e.getMessage());
            return false;
        }
    }

    /** To be called once nobody uses the server any more. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        stop();
    }

    private void stop() throws IOException {
        if (Postmaster.runningOn(data).isPresent()) {
            PostgresPrograms.Result result = pgCtl("stop", TIME_TO_STOP, "--mode=fast");
            if (result.failed() && Postmaster.runningOn(data).isPresent()) {
                throw new StartFailure(
                        "PostgreSQL in " + data + " does not stop: " + result.output(),
                        "Look into its log in " + data.resolve("log") + ".");
            }
        }
    }

    private PostgresPrograms.Result pgCtl(String action, Duration timeout, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(action, "--pgdata=" + data, "--wait"));
        arguments.add("--timeout=" + timeout.toSeconds());
        arguments.addAll(List.of(options));
        return programs.run("pg_ctl", arguments, "");
    }
}
