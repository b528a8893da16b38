package io.benchmark;

import io.userstore.TestNode;
import io.userstore.UserStoreApplication;
import io.userstore.user.command.RecordFailedLogin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.axonframework.commandhandling.gateway.CommandGateway;

/**
 * How fast a rebuild folds a log, in a process of its own with 512 MB of heap, and what it costs the commands that another
 * process takes meanwhile.
 */
final class Rebuilding {

    private static final double EVENTS_PER_SECOND = 100_000;
    private static final double LEAST_RATE_MEANWHILE = 0.5;
    private static final double LONGEST_PAUSE_MILLIS = 1_000;
    private static final int EVENTS_OF_A_USER = 5;
    private static final int CALLERS = 64;
    private static final Pattern SPEED = Pattern.compile("\\((\\d+) events/s\\)");
    private static final Pattern PAUSE = Pattern.compile("commands waited for (\\d+) ms");

    private final Stage stage;
    private final List<Long> sizes;

    Rebuilding(Stage stage) {
        this.stage = stage;
        List<Long> all = stage.pace().logSizes();
        this.sizes = all.subList(Math.max(0, all.size() - 2), all.size());
    }

    void measure() throws Exception {
        for (long events : sizes) {
            long users = events / EVENTS_OF_A_USER;
            Database database = stage.filled(
                    "rebuilt_" + events, data -> data.sealedUsers(users).logins(1, users, events - users));
            database.execute("TRUNCATE users");
            String emptied = rebuild(database);
            System.out.println("rebuild of an emptied table: " + emptied);
            database.execute(List.of("VACUUM ANALYZE users", "CHECKPOINT"));
            List<Double> speeds = new ArrayList<>();
            for (int round = 0; round < Math.min(2, stage.pace().rounds()); round++) {
                speeds.add(number(SPEED, rebuild(database, "--dry-run")));
            }
            stage.report()
                    .add(Row.of("rebuild", 0, String.format("events/s of %,d, heap 512 MB", events))
                            .with(Row.OURS, Figure.of(speeds))
                            .against("asked for", once(EVENTS_PER_SECOND))
                            .atLeast(1, Row.BASELINE));
            if (events == sizes.get(sizes.size() - 1)) {
                meanwhile(database, users, events);
            }
        }
    }

    private void meanwhile(Database database, long users, long events) throws Exception {
        try (TestNode node = stage.storeOn(database, "userstore.audit.build-tree=false")) {
            CommandGateway gateway = node.bean(CommandGateway.class);
            Load.Operation login = () -> gateway.sendAndWait(
                    new RecordFailedLogin(1 + ThreadLocalRandom.current().nextLong(users)));
            Load.run(CALLERS, stage.pace().warmUp(), login);
            Load.Result before = Load.run(CALLERS, stage.pace().window().multipliedBy(4), login);
            database.execute("UPDATE users SET name = 'Mallory' WHERE id % " + users / 100 + " = 1");
            Process rebuild = process(database);
            List<Double> rates = new ArrayList<>();
            double longest = 0;
            while (rebuild.isAlive()) {
                Load.Result during = Load.run(CALLERS, stage.pace().window(), login);
                rates.add(during.perSecond());
                longest = Math.max(longest, during.latencies().getMaxValue() / 1e6);
            }
            String report = new String(rebuild.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println("rebuild beside commands: " + report);
            number(PAUSE, report);
            double mean = rates.stream().mapToDouble(rate -> rate).average().orElseThrow();
            stage.report()
                    .add(Row.of("rebuild", CALLERS, String.format("commands/s meanwhile, %,d events", events))
                            .with(Row.OURS, once(mean))
                            .against("no rebuild", once(before.perSecond()))
                            .atLeast(LEAST_RATE_MEANWHILE, Row.BASELINE));
            stage.report()
                    .add(Row.of("rebuild", CALLERS, "ms, longest wait of a command meanwhile")
                            .with(Row.OURS, once(longest))
                            .against("asked for", once(LONGEST_PAUSE_MILLIS))
                            .atMost(1, Row.BASELINE));
        }
    }

    private String rebuild(Database database, String... options) throws IOException {
        Process process = process(database, options);
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process process(Database database, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                UserStoreApplication.class.getName(),
                "rebuild",
                "--report",
                stage.server().dataFolder() + "/rebuild-report.csv"));
        command.addAll(List.of(options));
        for (String property :
                database.properties("userstore.data-dir=" + stage.server().dataFolder())) {
            command.add("--" + property);
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static double number(Pattern pattern, String report) {
        Matcher matcher = pattern.matcher(report);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in: " + report);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static Figure once(double value) {
        return Figure.of(List.of(value));
    }
}
