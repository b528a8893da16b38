package io.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/** What the store adds to HTTP: registrations and look-ups beside an endpoint of the same server that does nothing. */
final class Http {

    private static final String REGISTER = "register";
    private static final String LOOKUP = "lookup";
    private static final String NOTHING = "nothing";
    private static final double REGISTER_AT_LEAST = 0.5;
    private static final double LOOKUP_AT_LEAST = 0.6;
    private static final double LOOKUP_P99_MILLIS = 10;
    private static final String PATH = "/api/v1/users";
    private static final List<Integer> CALLERS = List.of(16, 64, 256);
    private static final int MANY = 256;
    private static final int LOOKUPS_AT_HALF_RATE = 64;

    /** What nobody waits for in life: until a server in Java is at its speed, it takes some ten thousand requests. */
    private static final int WARM_UP_ROUNDS = 3;

    private final Stage stage;
    private final HttpCallers callers;
    private final long users;

    private Http(Stage stage, HttpCallers callers, long users) {
        this.stage = stage;
        this.callers = callers;
        this.users = users;
    }

    static void measure(Stage stage, FilledLogs logs) throws Exception {
        try (HttpServer server = HttpServer.start(
                        logs.largest(),
                        stage.server().dataFolder(),
                        stage.report().folder().resolve("http-server.log"));
                HttpCallers callers = new HttpCallers(server)) {
            Http http = new Http(stage, callers, logs.usersInLargest());
            http.warmUp();
            http.register();
            http.lookup();
        }
    }

    private void warmUp() throws InterruptedException {
        List<Load.Operation> operations =
                List.of(() -> nothing(newUser()), () -> register(newUser()), () -> lookup(anyAddress()));
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            stage.warmUp(operations, operation -> operation);
        }
    }

    private void register() throws InterruptedException {
        Race race = race(REGISTER, Map.of(NOTHING, () -> nothing(newUser()), REGISTER, () -> register(newUser())));
        stage.report().add(row(REGISTER, race).atLeast(REGISTER_AT_LEAST, Row.BASELINE));
    }

    private void lookup() throws InterruptedException, IOException {
        Race race = race(LOOKUP, Map.of(NOTHING, () -> nothing(anyAddress()), LOOKUP, () -> lookup(anyAddress())));
        stage.report().add(row(LOOKUP, race).atLeast(LOOKUP_AT_LEAST, Row.BASELINE));
        lookupAtHalfItsRate(race.bestRate(LOOKUP, MANY).median() / 2);
    }

    private void lookupAtHalfItsRate(double perSecond) throws InterruptedException, IOException {
        // Twice as long, so that as many are measured as at the full rate.
        Duration length = stage.pace().window().multipliedBy(2);
        List<Double> percentiles = new ArrayList<>();
        Histogram all = new Histogram(3);
        for (int round = 0; round < stage.pace().rounds(); round++) {
            Histogram latencies = Load.paced(LOOKUPS_AT_HALF_RATE, perSecond, length, () -> lookup(anyAddress()))
                    .latencies();
            percentiles.add(latencies.getValueAtPercentile(99) / 1e6);
            all.add(latencies);
        }
        stage.report()
                .add(Row.of("http-lookup", LOOKUPS_AT_HALF_RATE, "ms p99")
                        .with(Row.OURS, Figure.of(percentiles))
                        .against("10 ms, at half its top rate", Figure.of(List.of(LOOKUP_P99_MILLIS)))
                        .atMost(1, Row.BASELINE));
        stage.plots()
                .latencies("http-lookup.png", "Look-up over HTTP at half its top rate: latency", Map.of(Row.OURS, all));
    }

    private Race race(String what, Map<String, Load.Operation> operations) throws InterruptedException {
        return Race.run(stage.pace(), List.of(NOTHING, what), name -> name, CALLERS, operations::get);
    }

    /** Each with as many callers as suit it best. */
    private static Row row(String what, Race race) {
        return Row.of("http-" + what, MANY, "1/s")
                .with(Row.OURS, race.bestRate(what, MANY))
                .against("the same requests to an endpoint that does nothing", race.bestRate(NOTHING, MANY));
    }

    private void nothing(String body) throws IOException {
        callers.post(PATH, NothingEndpoint.HEADER + ": 1\r\n", body);
    }

    private void register(String body) throws IOException {
        callers.post(PATH, "", body);
    }

    private void lookup(String body) throws IOException {
        callers.post(PATH + "/lookup", "", body);
    }

    private static String newUser() {
        return """
                {"email":"%s","passwordHash":"%s","name":"%s","targetRole":"%s","experienceLevel":"%s"}""".formatted(
                        Users.newEmail(), Users.PASSWORD_HASH, Users.NAME, Users.TARGET_ROLE, Users.EXPERIENCE_LEVEL);
    }

    private String anyAddress() {
        return "{\"email\":\"" + Users.email(1 + ThreadLocalRandom.current().nextLong(users)) + "\"}";
    }
}
