package io.benchmark;

import io.userstore.UserStoreApplication;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;

/** The whole store with its HTTP server, in a process of its own; and {@link NothingEndpoint} in it. */
final class HttpServer implements AutoCloseable {

    static final String TOKEN = "benchmark-token-of-no-secrecy";

    private static final Duration TIME_TO_START = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private HttpServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Runs in the other process. */
    public static void main(String[] arguments) {
        new SpringApplication(UserStoreApplication.class, NothingEndpoint.class).run(arguments);
    }

    static HttpServer start(Database database, Path dataFolder, Path log) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HttpServer.class.getName()));
        for (String property : database.properties(
                "server.port=" + port,
                "userstore.data-dir=" + dataFolder,
                "userstore.security.tokens[0].name=benchmark",
                "userstore.security.tokens[0].scopes=users:read,users:write",
                "userstore.security.tokens[0].sha256=" + sha256(TOKEN))) {
            command.add("--" + property);
        }
        File output = log.toFile();
        HttpServer server = new HttpServer(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start(),
                port);
        server.awaitStart();
        return server;
    }

    HttpCaller caller() {
        return HttpCaller.to(port, TOKEN);
    }

    private void awaitStart() throws InterruptedException {
        long deadline = System.nanoTime() + TIME_TO_START.toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("the HTTP server did not start", e);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
