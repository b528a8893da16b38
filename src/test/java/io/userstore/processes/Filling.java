package io.userstore.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Lets a log grow by so many events as fast as a node takes them: registrations, and failed logins of these users. */
final class Filling implements AutoCloseable {

    private static final int CALLERS = 4;
    private static final int LINES = 250;
    private static final int USERS = 100;
    private static final String HASH = "$2b$12$" + "abcdefghijklmnopqrstuv" + "abcdefghijklmnopqrstuvwxyzABCDE";

    private final ExecutorService executor = Executors.newFixedThreadPool(CALLERS);
    private final List<Future<?>> callers = new ArrayList<>();

    static Filling of(StoreProcess node, int events) {
        Filling filling = new Filling();
        for (int i = 0; i < CALLERS; i++) {
            filling.callers.add(filling.executor.submit(() -> {
                fill(node.client(), events / CALLERS);
                return null;
            }));
        }
        return filling;
    }

    private static void fill(Client client, int events) throws IOException {
        List<Long> users =
                send(
                                client,
                                Collections.nCopies(USERS, "").stream()
                                        .map(any -> registration())
                                        .toList())
                        .stream()
                        .map(answer -> answer.path("body").path("id").asLong())
                        .toList();
        for (int sent = USERS; sent < events; sent += LINES) {
            int first = sent;
            send(
                    client,
                    IntStream.range(sent, Math.min(sent + LINES, events))
                            .mapToObj(i -> failedLogin(users.get((i - first) % USERS)))
                            .toList());
        }
    }

    private static List<JsonNode> send(Client client, List<String> commands) throws IOException {
        List<JsonNode> answers = client.sendAll(commands);
        assertThat(answers)
                .hasSameSizeAs(commands)
                .allMatch(answer -> answer.path("status").asInt() / 100 == 2);
        return answers;
    }

    private static String registration() {
        return """
                {"command": "Register", "payload": {"email": "%s@example.com", "passwordHash": "%s", "name": "Ann", \
                "accountStatus": "ACTIVE"}}""".formatted(UUID.randomUUID(), HASH);
    }

    private static String failedLogin(long id) {
        return "{\"command\": \"RecordFailedLogin\", \"payload\": {\"id\": " + id + "}}";
    }

    void await() {
        for (Future<?> caller : callers) {
            try {
                caller.get();
            } catch (ExecutionException e) {
                throw new AssertionError("the log does not grow", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
