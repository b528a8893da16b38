package io.userstore.processes;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service in another process that has the client jar, and stores that are killed; {@code -Dclient.kills=20} for more. */
class ClientIT {

    private static final Logger log = LoggerFactory.getLogger(ClientIT.class);
    private static final int KILLS = Integer.getInteger("client.kills", 3);
    private static final int COMMANDS = 10_000;
    private static final int LARGEST_JAR = 300_000;

    /** Nobody listens there, and nobody who is not root may. */
    private static final String DEAD = "http://127.0.0.1:1";

    @Test
    void jarIsSmallAndHasNothingOfTheServer() throws IOException {
        assertThat(Files.size(ConsumerProcess.CLIENT_JAR)).isLessThan(LARGEST_JAR);
        try (JarFile jar = new JarFile(ConsumerProcess.CLIENT_JAR.toFile())) {
            Set<String> packages = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')))
                    .collect(Collectors.toSet());
            assertThat(packages)
                    .containsExactlyInAnyOrder(
                            "io/userstore/client",
                            "io/userstore/user",
                            "io/userstore/user/command",
                            "io/userstore/directory",
                            "io/userstore/audit",
                            "io/userstore/audit/tree",
                            "io/userstore/eventlog");
            assertThat(jar.getEntry("io/userstore/user/User.class")).isNull();
            log.info("client jar: {} bytes, {} entries", Files.size(ConsumerProcess.CLIENT_JAR), jar.size());
        }
        String classPath = ConsumerProcess.jars().stream()
                .filter(library -> !library.equals(ConsumerProcess.CLIENT_JAR))
                .map(Object::toString)
                .collect(Collectors.joining(java.io.File.pathSeparator));
        assertThat(jdeps(
                        "--multi-release",
                        "17",
                        "--missing-deps",
                        "-cp",
                        classPath,
                        ConsumerProcess.CLIENT_JAR.toString()))
                .isEmpty();
    }

    private static String jdeps(String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int exit = ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, arguments);
        return exit == 0 ? said.toString() : "jdeps ended with " + exit + "\n" + said;
    }

    @Test
    void everythingWorksFromAnotherProcessWhileTheStoreIsKilledInBetween() {
        TwoNodes nodes = TwoNodes.running();
        try (ConsumerProcess consumer = ConsumerProcess.start(List.of(DEAD, url(nodes.a()), url(nodes.b())))) {
            consumer.await(1, "kill"::equals);
            nodes.both().forEach(StoreProcess::kill9);
            consumer.goOn();
            nodes.startAgain();

            assertThat(consumer.awaitEnd()).isZero();
            assertThat(consumer.lines())
                    .endsWith("end")
                    .contains(
                            "ok own command",
                            "ok own query",
                            "ok Register",
                            "ok FindUser",
                            "ok FindUserByEmail",
                            "ok FindCredentials",
                            "ok ListUsers",
                            "ok FindUserAtVersion",
                            "ok FindPastUser",
                            "ok FindHistory",
                            "ok RecordFailedLogin",
                            "ok all commands",
                            "ok user-not-found",
                            "ok email-already-registered",
                            "ok invalid-transition",
                            "ok account-not-active",
                            "ok user-deleted",
                            "ok version-conflict",
                            "ok idempotency-key-reused",
                            "ok validation-failed",
                            "ok Restore",
                            "ok Erase");
        }
        Invariant.requireAll(nodes.postgres());
    }

    @Test
    void tenThousandCommandsWithKillsAllActOnce() {
        TwoNodes nodes = TwoNodes.running();
        List<String> lines;
        long begun = System.nanoTime();
        try (ConsumerProcess consumer = ConsumerProcess.start(
                List.of(DEAD, url(nodes.a()), url(nodes.b())), "--load=" + COMMANDS, "--userstore.client.timeout=2m")) {
            for (int kill = 1; kill <= KILLS; kill++) {
                consumer.await(kill * COMMANDS / (KILLS + 1), line -> line.startsWith("done "));
                kill(nodes, kill);
            }
            assertThat(consumer.awaitEnd()).isZero();
            lines = consumer.lines();
        }
        log.info("{} commands and {} kills in {} ms", COMMANDS, KILLS, (System.nanoTime() - begun) / 1_000_000);

        assertThat(lines).hasSize(COMMANDS + 1).endsWith("end").noneMatch(line -> line.startsWith("failed"));
        List<String> acknowledged =
                lines.stream().filter(line -> line.startsWith("done ")).toList();
        assertThat(acknowledged).hasSize(COMMANDS).doesNotHaveDuplicates();
        Map<Long, Long> byUser = acknowledged.stream()
                .map(line -> Long.valueOf(line.split(" ")[1]))
                .collect(groupingBy(user -> user, counting()));
        List<StoredEvent> events = StoredEvent.all(nodes.postgres()).stream()
                .filter(event -> byUser.containsKey(event.userId()))
                .toList();
        assertThat(events.stream().collect(groupingBy(StoredEvent::userId, counting())))
                .as("none lost, none doubled")
                .isEqualTo(byUser);
        assertThat(events.stream().map(event -> "done " + event.userId() + " " + event.version()))
                .containsExactlyInAnyOrderElementsOf(acknowledged);
        Invariant.requireAll(nodes.postgres());
    }

    /** Every third time both, else one and the other in turn; each time the one that the client asks at that moment or not. */
    private static void kill(TwoNodes nodes, int time) {
        List<StoreProcess> victims = time % 3 == 0 ? nodes.both() : List.of(time % 2 == 0 ? nodes.b() : nodes.a());
        victims.forEach(StoreProcess::kill9);
        victims.forEach(victim -> victim.launch(PackagedStore.quickCommand()));
        victims.forEach(StoreProcess::awaitReady);
    }

    private static String url(StoreProcess node) {
        return "http://127.0.0.1:" + node.port();
    }
}
