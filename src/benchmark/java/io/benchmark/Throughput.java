package io.benchmark;

import io.benchmark.stock.StockAxon;
import io.userstore.user.UserRejected;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/** Commands a second, and the time of a lone one, of the store, the limit and stock Axon. */
final class Throughput implements AutoCloseable {

    private static final int MANY = 512;
    private static final int LIMIT_AT_MOST = 128;
    private static final int SOME = 16;
    private static final int HOT = 32;
    private static final List<String> NAMES = List.of(Row.OURS, Row.LIMIT, Row.STOCK_JPA, Row.STOCK_JDBC);

    private final Stage stage;
    private final Ours ours;
    private final List<Contestant> contestants;
    private final int users;

    private Throughput(Stage stage, Ours ours, List<Contestant> contestants) {
        this.stage = stage;
        this.ours = ours;
        this.contestants = contestants;
        this.users = stage.pace().quick() ? 2_000 : 20_000;
    }

    private static Throughput on(Stage stage) throws IOException {
        Ours ours = new Ours(stage.store("ours"));
        Database jpa = stage.server().create("stock_jpa");
        Database jdbc = stage.server().create("stock_jdbc");
        return new Throughput(
                stage,
                ours,
                List.of(
                        ours,
                        stage.limit(),
                        StockAxon.jpa(jpa.url(), jpa.username(), jpa.password(), Stage.POOL),
                        StockAxon.jdbc(jdbc.url(), jdbc.username(), jdbc.password(), Stage.POOL)));
    }

    static void measure(Stage stage) throws Exception {
        try (Throughput throughput = on(stage)) {
            throughput.fill();
            throughput.warmUp();
            throughput.failedLogin();
            throughput.register();
            throughput.hotUser();
            throughput.conflicts();
        }
    }

    private void fill() throws InterruptedException {
        for (Contestant contestant : contestants) {
            registerUpTo(contestant, users);
        }
    }

    private void warmUp() throws InterruptedException {
        stage.warmUp(contestants, contestant -> () -> contestant.register(Users.newEmail()));
        stage.warmUp(contestants, contestant -> () -> contestant.recordFailedLogin(anyUser()));
    }

    private void register() throws InterruptedException, IOException {
        Race race = race(contestant -> () -> contestant.register(Users.newEmail()));
        sweep("register", race);
        stage.report()
                .add(best("register", race).atLeast(registerBound(), Row.LIMIT).atLeast(6, Row.STOCK_JPA));
        stage.report().add(row("register-16", SOME, "1/s", race, Race::rate).atLeast(0.6, Row.LIMIT));
        stage.report()
                .add(row("latency-1", 1, "µs p50", race, (r, c, n) -> r.latency(c, n, 50))
                        .atMost(2, Row.LIMIT));
        stage.report()
                .add(row("latency-1", 1, "µs p99", race, (r, c, n) -> r.latency(c, n, 99))
                        .atMost(2, Row.LIMIT));
        stage.plots().throughput("register.png", "Register: throughput against callers", race, NAMES);
        stage.plots().latencies("latency-1.png", "Register, one caller: latency", latencies(race));
    }

    /** On JDK 17 the 512 callers are as many threads of the operating system. */
    private static double registerBound() {
        return Runtime.version().feature() >= 21 ? 1.0 : 0.8;
    }

    private void failedLogin() throws InterruptedException, IOException {
        Race race = race(contestant -> () -> contestant.recordFailedLogin(anyUser()));
        sweep("failed-login", race);
        stage.report().add(best("failed-login", race).atLeast(2, Row.LIMIT).atLeast(8, Row.STOCK_JPA));
        stage.plots().throughput("failed-login.png", "RecordFailedLogin: throughput against callers", race, NAMES);
    }

    private long anyUser() {
        return 1 + ThreadLocalRandom.current().nextInt(users);
    }

    /** Ids are given in order, so that a user with every id up to the number is there in the end. */
    private static void registerUpTo(Contestant contestant, long number) throws InterruptedException {
        long last = contestant.register(Users.newEmail());
        Load.each(MANY, last, number, any -> contestant.register(Users.newEmail()));
    }

    private void hotUser() throws InterruptedException {
        long id = ours.register(Users.newEmail());
        Race.Turn<Ours> turn = any -> () -> ours.recordFailedLogin(id);
        Race race = Race.run(stage.pace().withMoreRounds(), List.of(ours), Contestant::name, List.of(1, HOT), turn);
        stage.report()
                .add(Row.of("hot-user", HOT, "1/s")
                        .with(Row.OURS, race.rate(Row.OURS, HOT))
                        .against("one caller", race.rate(Row.OURS, 1))
                        .atLeast(1, Row.BASELINE));
    }

    private void conflicts() throws InterruptedException {
        String taken = Users.newEmail();
        ours.register(taken);
        Map<String, Load.Operation> turns = new LinkedHashMap<>();
        turns.put("plain", () -> ours.register(Users.newEmail()));
        turns.put("conflicts", () -> registerSometimesTaken(taken));
        Race race = Race.run(
                stage.pace().withMoreRounds(), List.copyOf(turns.keySet()), name -> name, List.of(MANY), turns::get);
        stage.report()
                .add(Row.of("conflicts", MANY, "1/s")
                        .with(Row.OURS, race.rate("conflicts", MANY))
                        .against("register, in turns with it", race.rate("plain", MANY))
                        .atLeast(0.7, Row.BASELINE));
    }

    private void registerSometimesTaken(String taken) {
        boolean conflict = ThreadLocalRandom.current().nextInt(10) == 0;
        try {
            ours.register(conflict ? taken : Users.newEmail());
            if (conflict) {
                throw new IllegalStateException("a taken address was registered again");
            }
        } catch (UserRejected refused) {
            if (refused.code() != UserRejected.Code.EMAIL_ALREADY_REGISTERED || !conflict) {
                throw refused;
            }
        }
    }

    private Race race(Race.Turn<Contestant> turn) throws InterruptedException {
        return Race.run(
                stage.pace(), contestants, Contestant::name, stage.pace().callers(), turn);
    }

    @FunctionalInterface
    private interface Measure {
        Figure of(Race race, String contestant, int callers);
    }

    /** All numbers of callers, for the plots' readers. */
    private void sweep(String id, Race race) {
        for (int callers : stage.pace().callers()) {
            stage.report().add(row(id + "@" + callers, callers, "1/s", race, Race::rate));
        }
    }

    private static Row row(String id, int callers, String unit, Race race, Measure measure) {
        Row row = Row.of(id, callers, unit);
        NAMES.forEach(name -> row.with(name, measure.of(race, name, callers)));
        return row;
    }

    /** Ours with many callers beside the others with as many as suit each best. */
    private static Row best(String id, Race race) {
        Row row = row(id, MANY, "1/s", race, Race::rate).with(Row.LIMIT, race.bestRate(Row.LIMIT, LIMIT_AT_MOST));
        List.of(Row.STOCK_JPA, Row.STOCK_JDBC).forEach(stock -> row.with(stock, race.bestRate(stock, MANY)));
        return row;
    }

    private static Map<String, Histogram> latencies(Race race) {
        Map<String, Histogram> latencies = new LinkedHashMap<>();
        NAMES.forEach(name -> latencies.put(name, race.latencies(name, 1)));
        return latencies;
    }

    @Override
    public void close() {
        contestants.forEach(Contestant::close);
    }
}
