package io.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of the report: what was measured, of whom, and what the store is expected to hold. */
final class Row {

    static final String OURS = "ours";
    static final String LIMIT = "limit";
    static final String STOCK_JPA = "stock_jpa";
    static final String STOCK_JDBC = "stock_jdbc";

    /** Another measurement of the store itself that {@link #OURS} is held against. */
    static final String BASELINE = "baseline";

    private final String id;
    private final int callers;
    private final String unit;
    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final List<Bound> bounds = new ArrayList<>();
    private @Nullable String baseline;

    /** {@code ours / other}, and what it should be at least or at most. */
    record Bound(String other, double value, boolean atLeast) {

        boolean holds(@Nullable Double ratio) {
            return ratio != null && (atLeast ? ratio >= value : ratio <= value);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %s × %s", atLeast ? "≥" : "≤", value, other);
        }
    }

    private Row(String id, int callers, String unit) {
        this.id = id;
        this.callers = callers;
        this.unit = unit;
    }

    static Row of(String id, int callers, String unit) {
        return new Row(id, callers, unit);
    }

    Row with(String contestant, Figure figure) {
        figures.put(contestant, figure);
        return this;
    }

    Row against(String what, Figure figure) {
        baseline = what;
        return with(BASELINE, figure);
    }

    Row atLeast(double bound, String other) {
        bounds.add(new Bound(other, bound, true));
        return this;
    }

    Row atMost(double bound, String other) {
        bounds.add(new Bound(other, bound, false));
        return this;
    }

    /** As a measurement that is too short to be judged. */
    Row unjudged() {
        bounds.clear();
        return this;
    }

    String id() {
        return id;
    }

    int callers() {
        return callers;
    }

    String unit() {
        return unit;
    }

    @Nullable
    String baseline() {
        return baseline;
    }

    List<Bound> bounds() {
        return bounds;
    }

    @Nullable
    Figure figure(String contestant) {
        return figures.get(contestant);
    }

    @Nullable
    Double ratio(String other) {
        Figure ours = figures.get(OURS);
        Figure theirs = figures.get(other);
        return ours == null || theirs == null || theirs.median() == 0 ? null : ours.median() / theirs.median();
    }

    /** Null for a row of which nothing is expected. */
    @Nullable
    Boolean held() {
        return bounds.isEmpty() ? null : bounds.stream().allMatch(bound -> bound.holds(ratio(bound.other())));
    }

    /** As an entry of {@code report.json}. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("callers", callers);
        json.put("unit", unit);
        for (String contestant : List.of(OURS, LIMIT, STOCK_JPA, STOCK_JDBC)) {
            Figure figure = figures.get(contestant);
            json.put(contestant, figure == null ? null : figure.median());
        }
        json.put("ratio_limit", ratio(LIMIT));
        json.put("ratio_stock", ratio(STOCK_JPA));
        Figure own = figures.get(BASELINE);
        json.put("baseline", own == null ? null : own.median());
        json.put("baseline_is", baseline);
        json.put("ratio_baseline", ratio(BASELINE));
        json.put("required", bounds.stream().map(Bound::toString).toList());
        json.put("held", held());
        Map<String, Object> spread = new LinkedHashMap<>();
        figures.forEach((contestant, figure) -> spread.put(contestant, List.of(figure.least(), figure.most())));
        json.put("spread", spread);
        return json;
    }
}
