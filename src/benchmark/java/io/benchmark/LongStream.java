package io.benchmark;

import io.userstore.TestNode;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.UserCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.gateway.CommandGateway;

/**
 * What a command costs on users with few and with many events, when the store has none of them in memory. PostgreSQL has
 * all of them: there are few users with long streams, and many with short ones, which hence stay short.
 */
final class LongStream {

    private static final String ID = "long-stream";
    private static final double AT_MOST = 1.3;
    private static final int TOUCHING = 16;
    private static final int MOST_USERS_OF_A_LENGTH = 10_000;
    private static final int FEWEST_USERS_OF_A_LENGTH = 5;

    private static final Duration TIME_FOR_SNAPSHOTS = Duration.ofMinutes(3);

    private final Stage stage;
    private final List<Group> groups = new ArrayList<>();

    /** Users with the same number of events, one id after the other. */
    private record Group(int length, long first, long users) {

        String name() {
            return String.format("%,d events", length);
        }

        long last() {
            return first + users - 1;
        }

        long anyone() {
            return first + ThreadLocalRandom.current().nextLong(users);
        }
    }

    LongStream(Stage stage) {
        this.stage = stage;
        int events = stage.pace().quick() ? 20_000 : 200_000;
        long first = 1;
        for (int length : stage.pace().streamLengths()) {
            long users = Math.max(FEWEST_USERS_OF_A_LENGTH, Math.min(MOST_USERS_OF_A_LENGTH, events / length));
            groups.add(new Group(length, first, users));
            first += users;
        }
    }

    void measure() throws Exception {
        Database database = stage.filled("long_stream", this::fill);
        try (TestNode node = stage.storeOn(database, "userstore.event-log.cached-aggregates=0")) {
            takeSnapshots(node);
            CommandGateway gateway = node.bean(CommandGateway.class);
            AtomicLong count = new AtomicLong();
            Race.Turn<Group> turn = group -> () -> gateway.sendAndWait(login(group.anyone(), count.getAndIncrement()));
            stage.warmUp(groups, turn);
            report(Race.run(stage.pace().withMoreRounds(), groups, Group::name, List.of(1), turn));
        }
    }

    private void fill(Dataset data) {
        data.users(groups.get(groups.size() - 1).last());
        groups.forEach(group -> data.logins(group.first(), group.users(), (group.length() - 1) * group.users()));
    }

    /** In life each would have one: a snapshot is taken off the command's path once a load was long. */
    private void takeSnapshots(TestNode node) throws InterruptedException {
        List<Group> longOnes = groups.subList(1, groups.size());
        for (Group group : longOnes) {
            Load.each(TOUCHING, group.first(), group.last(), id -> node.send(login(id, 0)));
        }
        long expected = longOnes.stream().mapToLong(Group::users).sum();
        Awaitility.await("snapshots").atMost(TIME_FOR_SNAPSHOTS).until(() -> snapshots(node) == expected);
    }

    private static long snapshots(TestNode node) {
        Long count = node.jdbc().queryForObject("SELECT count(*) FROM snapshots", Long.class);
        return count == null ? 0 : count;
    }

    /** A failed one and a successful one in turns, so that the count of failures stays small. */
    private static UserCommand login(long id, long n) {
        return n % 2 == 0 ? new RecordFailedLogin(id) : new RecordLogin(id);
    }

    private void report(Race race) throws Exception {
        Group shortest = groups.get(0);
        Map<Long, Figure> costs = new LinkedHashMap<>();
        for (Group group : groups) {
            Figure cost = race.cost(group.name(), 1);
            costs.put((long) group.length(), cost);
            if (group != shortest) {
                stage.report()
                        .add(Row.of(ID, 1, "µs, " + group.name())
                                .with(Row.OURS, cost)
                                .against(shortest.name(), race.cost(shortest.name(), 1))
                                .atMost(AT_MOST, Row.BASELINE));
            }
        }
        stage.plots().cost("long-stream.png", "A command on a user not in memory: cost", "events of the user", costs);
    }
}
