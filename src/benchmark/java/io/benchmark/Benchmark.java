package io.benchmark;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.StringUtils;

/**
 * Measures every row on one embedded PostgreSQL and writes the report. Its settings are system properties:
 *
 * <ul>
 *   <li>{@code benchmark.quick}: shows within three minutes that everything runs
 *   <li>{@code benchmark.rows}: the parts to be measured, divided by commas; when empty all but those that are measured by
 *       name only
 *   <li>{@code benchmark.enforce}: a row that does not hold makes it fail
 *   <li>{@code benchmark.report}: the folder of the report, {@code target/benchmark} by default
 * </ul>
 *
 * It also fails, after all other parts, when a part of it threw an exception.
 */
public final class Benchmark {

    /** What is about other things than commands on one store, so that all about commands takes a quarter of an hour. */
    private static final Set<String> BY_NAME_ONLY = Set.of("past", "commands", "live-readers", "rebuild", "import");

    private final Stage stage;
    private final FilledLogs logs;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();

    /** Rows that are measured on the same stores. */
    @FunctionalInterface
    private interface Part {
        void measure() throws Exception;
    }

    private Benchmark(Stage stage) {
        this.stage = stage;
        this.logs = new FilledLogs(stage);
        parts.put("throughput", () -> Throughput.measure(stage));
        parts.put("encryption", () -> new Encryption(stage).measure());
        parts.put("long-stream", () -> new LongStream(stage).measure());
        parts.put("past", () -> new PastUsers(stage).measure());
        parts.put("log-size", () -> new LogSize(stage, logs).measure());
        parts.put("http", () -> Http.measure(stage, logs));
        parts.put("commands", () -> CommandLines.measure(stage));
        parts.put("live-readers", () -> LiveReaders.measure(stage));
        parts.put("rebuild", () -> new Rebuilding(stage).measure());
        parts.put("import", () -> new Imports(stage).measure());
        parts.put("memory", () -> new Memory(stage, logs).measure());
    }

    public static void main(String[] arguments) throws Exception {
        beQuiet();
        Path folder = Path.of(System.getProperty("benchmark.report", "target/benchmark"));
        Pace pace = isSet("benchmark.quick") ? Pace.fast() : Pace.full();
        // Not the system's folder for temporary files: that may lie in memory, where nothing is durable.
        Path data = Files.createTempDirectory(Files.createDirectories(folder), "data-");
        boolean success;
        try (Server server = Server.start(data)) {
            Report report = new Report(folder, setting(server, pace), !pace.quick());
            success = new Benchmark(new Stage(server, pace, report, new Plots(report))).run();
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        System.exit(success ? 0 : 1);
    }

    /** Before Spring's first start, and after it: the stores announce on INFO where they listen. */
    private static void beQuiet() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        System.setProperty("logging.level.io.userstore", "WARN");
    }

    private static String setting(Server server, Pace pace) {
        return String.join(
                ", ",
                "JDK " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors() + " cores",
                "PostgreSQL " + server.version(),
                pace.quick() ? "quick: too short for figures to quote" : "full",
                LocalDate.now(ZoneOffset.UTC).toString());
    }

    private boolean run() throws IOException {
        Set<String> chosen = StringUtils.commaDelimitedListToSet(System.getProperty("benchmark.rows", ""));
        if (!parts.keySet().containsAll(chosen)) {
            throw new IllegalArgumentException("benchmark.rows are some of " + parts.keySet());
        }
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            if (chosen.isEmpty() ? !BY_NAME_ONLY.contains(part.getKey()) : chosen.contains(part.getKey())) {
                run(part.getKey(), part.getValue());
                stage.report().write();
            }
        }
        List<String> missed = stage.report().missed();
        System.out.println("Report: " + stage.report().folder().resolve("report.md"));
        if (!missed.isEmpty()) {
            System.out.println("Did not hold: " + String.join(", ", missed));
        }
        if (!failed.isEmpty()) {
            System.out.println("Failed: " + String.join(", ", failed));
        }
        return failed.isEmpty() && (missed.isEmpty() || !isSet("benchmark.enforce"));
    }

    /** A part that fails does not take the others' figures with it. */
    private void run(String name, Part part) {
        Instant begin = Instant.now();
        try {
            part.measure();
        } catch (Exception e) {
            failed.add(name);
            e.printStackTrace();
        }
        System.out.printf(
                "%s took %d s%n", name, Duration.between(begin, Instant.now()).toSeconds());
    }

    /** With or without a value, as Maven and the JVM allow both. */
    private static boolean isSet(String property) {
        return !System.getProperty(property, "false").equals("false");
    }
}
