package io.userstore.processes;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code java -jar userstore.jar} in an empty folder, and nothing else. */
class EmbeddedStoreIT {

    private static final Path FOLDER = PackagedStore.FOLDER.resolve("embedded");
    private static final Path DATA = FOLDER.resolve("data");
    private static final Path POSTMASTER = DATA.resolve("postgresql/postmaster.pid");
    private static final int LINES_OF_A_SCREEN = 24;
    private static final Duration TIME_TO_FAIL = Duration.ofSeconds(60);

    private static final StoreProcess STORE = new StoreProcess("store", FOLDER, FreePort.choose(), List.of());
    private static final StringBuilder BEYOND_LOOPBACK = new StringBuilder();

    @BeforeAll
    static void firstStart() {
        STORE.launch(PackagedStore.command());
        if (OS.LINUX.isCurrentOs()) {
            SocketWatch watch = new SocketWatch(STORE.pid());
            try (watch) {
                awaitReady();
            }
            BEYOND_LOOPBACK.append(String.join("\n", watch.beyondLoopback()));
        } else {
            awaitReady();
        }
    }

    private static void awaitReady() {
        STORE.awaitReady();
        Deadline.in(Duration.ofSeconds(10))
                .await(() -> lastLine().contains("jdbc:"), () -> "the start-up log does not end with the JDBC URL");
    }

    private static String lastLine() {
        List<String> lines = STORE.output();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    @AfterAll
    static void stop() {
        STORE.stop();
        assertThat(POSTMASTER).as("PostgreSQL after its store").doesNotExist();
    }

    @Test
    void startUpLogFitsOnAScreenAndEndsWithWhereTheStoreIs() {
        List<String> lines = STORE.output();

        assertThat(lines).hasSizeLessThanOrEqualTo(LINES_OF_A_SCREEN);
        List<String> end = lines.subList(lines.size() - 3, lines.size());
        assertThat(end.get(0)).endsWith("http://127.0.0.1:" + STORE.port());
        assertThat(end.get(1)).contains(DATA.resolve("admin-token").toString());
        assertThat(end.get(2)).contains("jdbc:postgresql://127.0.0.1:");
        assertThat(String.join("\n", lines))
                .doesNotContainIgnoringCase("axoniq")
                .doesNotContain(token());
    }

    @Test
    void administratorsTokenIsForItsOwnerOnly() throws IOException {
        assertThat(Files.getPosixFilePermissions(DATA.resolve("admin-token")))
                .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noSocketLeavesTheLoopbackInterface() throws IOException {
        OpenSockets store = new OpenSockets(STORE.pid());
        OpenSockets postgres =
                new OpenSockets(Long.parseLong(Files.readAllLines(POSTMASTER).get(0)));

        assertThat(BEYOND_LOOPBACK).as("during the start").isEmpty();
        assertThat(store.beyondLoopback()).as("of the store").isEmpty();
        assertThat(postgres.beyondLoopback()).as("of its PostgreSQL").isEmpty();
        assertThat(store.all()).as("of the store at all").isNotEmpty();
        assertThat(postgres.all()).as("of its PostgreSQL at all").isNotEmpty();
    }

    @Test
    void secondStoreOnTheSameFolderIsRefusedWithTheProcessIdOfTheFirst() {
        StoreProcess second = new StoreProcess("second", FOLDER, FreePort.choose(), List.of());
        second.launch(PackagedStore.command());

        assertThat(second.awaitEnd(TIME_TO_FAIL)).isEqualTo(1);

        requireClearMessage(second.output(), DATA.toString(), "in use", "process id " + STORE.pid());
        assertThat(STORE.pid()).matches(pid -> ProcessHandle.of(pid).isPresent());
    }

    @Test
    void keyEncryptionKeyIsRotatedBesideTheRunningStore() throws IOException {
        Answer registered = client().send(Request.register());
        StoreProcess rotation = new StoreProcess("rotation", FOLDER, FreePort.choose(), List.of("keys", "rotate"));
        rotation.launch(PackagedStore.command());

        assertThat(rotation.awaitEnd(TIME_TO_FAIL)).isZero();

        assertThat(String.join("\n", rotation.output())).containsPattern("Key-encryption key \\d+ is in use");
        assertThat(client().send(Request.newAddress(registered.id())).status()).isEqualTo(200);
        assertThat(client().send(Request.register()).status()).isEqualTo(201);
    }

    @Test
    void killedStoreFindsEverythingAgainEvenAfterAStartOnATakenPort() throws IOException {
        Answer registered = client().send(Request.register());
        assertThat(registered.status()).isEqualTo(201);
        String token = token();
        STORE.kill9();

        try (ServerSocket taken = new ServerSocket(FreePort.choose(), 1, InetAddress.getLoopbackAddress())) {
            StoreProcess refused = new StoreProcess("refused", FOLDER, taken.getLocalPort(), List.of());
            refused.launch(PackagedStore.command());
            assertThat(refused.awaitEnd(TIME_TO_FAIL)).isEqualTo(1);
            requireClearMessage(refused.output(), String.valueOf(taken.getLocalPort()), "in use");
            assertThat(POSTMASTER).as("PostgreSQL of the refused store").doesNotExist();
        }

        STORE.launch(PackagedStore.command());
        awaitReady();
        assertThat(token()).isEqualTo(token);
        assertThat(client().send(Request.get(registered.id())).body()).isEqualTo(registered.body());
        assertThat(STORE.output()).hasSizeLessThanOrEqualTo(LINES_OF_A_SCREEN);
    }

    private static void requireClearMessage(List<String> output, String... parts) {
        assertThat(output)
                .hasSizeLessThanOrEqualTo(LINES_OF_A_SCREEN)
                .noneMatch(line -> line.startsWith("\tat "))
                .noneMatch(line -> line.contains("Exception"));
        assertThat(String.join("\n", output)).contains(parts);
    }

    private static Client client() {
        return new Client(STORE.port(), token());
    }

    private static String token() {
        try {
            return Files.readString(DATA.resolve("admin-token")).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
