package io.benchmark;

import io.userstore.TestNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Commands that come over HTTP as lines, beside those of as many callers in process, of the same store. */
final class CommandLines {

    private static final int CALLERS = 512;
    private static final int CONNECTIONS = 4;
    private static final double AT_LEAST = 0.6;
    private static final int WARM_UPS = 2;
    private static final String LINES = "lines";
    private static final String IN_PROCESS = "in process";

    private CommandLines() {}

    static void measure(Stage stage) throws Exception {
        try (TestNode node = TestNode.withHttp(stage.server()
                        .create("command_lines")
                        .properties(
                                "server.port=0",
                                "userstore.data-dir=" + stage.server().dataFolder(),
                                "userstore.security.tokens[0].name=benchmark",
                                "userstore.security.tokens[0].scopes=users:write",
                                "userstore.security.tokens[0].sha256=" + HttpServer.sha256(HttpServer.TOKEN)));
                Connections connections = new Connections(node.port())) {
            Ours inProcess = new Ours(node);
            Map<String, Load.Operation> ways = new LinkedHashMap<>();
            ways.put(IN_PROCESS, () -> inProcess.register(Users.newEmail()));
            ways.put(LINES, () -> connections.any().send(registration()));
            List<String> names = List.copyOf(ways.keySet());
            for (int i = 0; i < WARM_UPS; i++) {
                stage.warmUp(names, ways::get);
            }
            Race race = Race.run(stage.pace().withMoreRounds(), names, name -> name, List.of(CALLERS), ways::get);
            stage.report()
                    .add(Row.of("commands-ndjson", CALLERS, "1/s")
                            .with(Row.OURS, race.rate(LINES, CALLERS))
                            .against("Register in process, in turns with it", race.rate(IN_PROCESS, CALLERS))
                            .atLeast(AT_LEAST, Row.BASELINE));
        }
    }

    private static String registration() {
        return """
                {"command":"Register","payload":{"email":"%s","passwordHash":"%s","name":"%s","targetRole":"%s",\
                "experienceLevel":"%s"}}""".formatted(
                        Users.newEmail(), Users.PASSWORD_HASH, Users.NAME, Users.TARGET_ROLE, Users.EXPERIENCE_LEVEL);
    }

    private static final class Connections implements AutoCloseable {

        private final List<CommandConnection> all = new ArrayList<>();

        Connections(int port) throws IOException {
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(new CommandConnection(port));
            }
        }

        CommandConnection any() {
            return all.get(ThreadLocalRandom.current().nextInt(CONNECTIONS));
        }

        @Override
        public void close() throws IOException {
            for (CommandConnection connection : all) {
                connection.close();
            }
        }
    }
}
