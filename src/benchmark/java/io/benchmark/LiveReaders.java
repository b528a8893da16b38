package io.benchmark;

import io.userstore.TestNode;
import io.userstore.eventlog.LoggedEvents;
import io.userstore.user.command.RecordFailedLogin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;
import org.axonframework.commandhandling.gateway.CommandGateway;

/** What those who follow the log over HTTP cost those who append to it, on the same cores as the readers themselves. */
final class LiveReaders {

    private static final int READERS = 50;
    private static final double APPENDS_PER_SECOND = 5_000;
    private static final double AT_LEAST = 0.85;
    private static final double AT_MOST = 1.15;
    private static final int CALLERS = 256;
    private static final long USERS = 5_000;

    /** As many as leave the JVM's compiler its share of the cores. */
    private static final int FEW_CALLERS = 4;

    private static final int WARM_UPS = 3;

    /** So long that the readers' start and end weigh little. */
    private static final int WINDOWS = 4;

    private static final List<Integer> BOTH = List.of(0, READERS);

    private final Stage stage;
    private final TestNode node;
    private final CommandGateway gateway;
    private final List<Long> users = new ArrayList<>();

    private LiveReaders(Stage stage, TestNode node) {
        this.stage = stage;
        this.node = node;
        this.gateway = node.bean(CommandGateway.class);
    }

    static void measure(Stage stage) throws Exception {
        try (TestNode node = TestNode.withHttp(stage.server()
                .create("live_readers")
                .properties(
                        "server.port=0",
                        "userstore.lockout.limit=" + Users.NO_LOCKOUT,
                        "userstore.data-dir=" + stage.server().dataFolder(),
                        "userstore.security.tokens[0].name=benchmark",
                        "userstore.security.tokens[0].scopes=audit:read",
                        "userstore.security.tokens[0].sha256=" + HttpServer.sha256(HttpServer.TOKEN)))) {
            LiveReaders rows = new LiveReaders(stage, node);
            rows.warmUp();
            rows.measure();
        }
    }

    private void warmUp() throws Exception {
        Load.each(CALLERS, 1, USERS, n -> {
            long id = gateway.<Long>sendAndWait(Users.registration(Users.newEmail()));
            synchronized (users) {
                users.add(id);
            }
        });
        Duration length = stage.pace().warmUp().multipliedBy(WARM_UPS);
        withReaders(READERS, () -> Load.run(FEW_CALLERS, length, this::recordFailedLogin));
        append(READERS, stage.pace().warmUp());
    }

    private void measure() throws Exception {
        Pace pace = stage.pace().withMoreRounds();
        Map<Integer, List<Load.Result>> results = new TreeMap<>();
        for (int round = 0; round < pace.rounds(); round++) {
            for (int turn = 0; turn < BOTH.size(); turn++) {
                int readers = BOTH.get((round + turn) % BOTH.size());
                results.computeIfAbsent(readers, any -> new ArrayList<>())
                        .add(append(readers, pace.window().multipliedBy(WINDOWS)));
            }
        }
        stage.report()
                .add(row("live-readers", "1/s", results, Load.Result::perSecond).atLeast(AT_LEAST, Row.BASELINE));
        stage.report()
                .add(row(
                                "live-readers",
                                "µs mean",
                                results,
                                result -> result.latencies().getMean() / 1e3)
                        .atMost(AT_MOST, Row.BASELINE));
        stage.report()
                .add(row(
                        "live-readers",
                        "µs p99",
                        results,
                        result -> result.latencies().getValueAtPercentile(99) / 1e3));
    }

    private static Row row(
            String id, String unit, Map<Integer, List<Load.Result>> results, ToDoubleFunction<Load.Result> figure) {
        return Row.of(id, CALLERS, unit)
                .with(Row.OURS, figure(results.getOrDefault(READERS, List.of()), figure))
                .against("nobody reads, 5,000 appends/s asked for", figure(results.getOrDefault(0, List.of()), figure));
    }

    private static Figure figure(List<Load.Result> results, ToDoubleFunction<Load.Result> figure) {
        return Figure.of(results.stream().mapToDouble(figure).boxed().toList());
    }

    private Load.Result append(int readers, Duration length) throws Exception {
        return withReaders(readers, () -> Load.run(CALLERS, length, this::recordFailedLogin, APPENDS_PER_SECOND));
    }

    /** Each reader must have had every position that was appended, once and in order; else it throws. */
    private Load.Result withReaders(int readers, Callable<Load.Result> load) throws Exception {
        LoggedEvents log = node.bean(LoggedEvents.class);
        List<LiveFollower> followers = new ArrayList<>();
        try {
            for (int i = 0; i < readers; i++) {
                followers.add(LiveFollower.open(node.port(), log.head()));
            }
            Load.Result result = load.call();
            long head = log.head();
            for (LiveFollower follower : followers) {
                follower.awaitPosition(head);
            }
            return result;
        } finally {
            for (LiveFollower follower : followers) {
                follower.close();
            }
        }
    }

    private void recordFailedLogin() {
        gateway.sendAndWait(
                new RecordFailedLogin(users.get(ThreadLocalRandom.current().nextInt(users.size()))));
    }
}
