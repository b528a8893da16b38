package io.userstore.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All series that Prometheus gets to see at a moment. */
record Scrape(List<Series> series) {

    private static final Pattern LINE = Pattern.compile("([A-Za-z_:][A-Za-z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    record Series(String name, Map<String, String> labels, double value) {

        static Series of(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError(line);
            }
            Map<String, String> labels = new HashMap<>();
            if (matcher.group(2) != null) {
                LABEL.matcher(matcher.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            String value = matcher.group(3).replace("+Inf", "Infinity");
            return new Series(matcher.group(1), labels, Double.parseDouble(value));
        }
    }

    static Scrape of(Client client) {
        return new Scrape(client.with(TestTokens.only(Scope.METRICS_READ))
                .get("/actuator/prometheus")
                .isOk()
                .body()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Series::of)
                .toList());
    }

    /** The sum of those with these labels, among others; 0 if there are none. */
    double sum(String name, Map<String, String> labels) {
        return series.stream()
                .filter(each ->
                        each.name().equals(name) && each.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Series::value)
                .sum();
    }

    double sum(String name) {
        return sum(name, Map.of());
    }
}
