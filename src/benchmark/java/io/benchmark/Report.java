package io.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** All rows of one run, for programs ({@code report.json}) and for people ({@code report.md} with plots). */
final class Report {

    private final Path folder;
    private final String setting;
    private final boolean judging;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, String> plots = new LinkedHashMap<>();

    /**
     * @param setting the machine and the versions, in a line
     * @param judging whether rows are held against what is expected of them
     */
    Report(Path folder, String setting, boolean judging) {
        this.folder = folder;
        this.setting = setting;
        this.judging = judging;
    }

    void add(Row measured) {
        Row row = judging ? measured : measured.unjudged();
        rows.add(row);
        System.out.println(line(row));
    }

    /** @param file within the report's folder */
    void addPlot(String title, String file) {
        plots.put(title, file);
    }

    Path folder() {
        return folder;
    }

    /** The rows that do not hold what is expected of them. */
    List<String> missed() {
        return rows.stream()
                .filter(row -> Boolean.FALSE.equals(row.held()))
                .map(row -> row.id() + " (" + row.unit() + ")")
                .toList();
    }

    /** Written after each part, too: a run that breaks off leaves what it measured. */
    void write() throws IOException {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(
                folder.resolve("report.json"),
                json.writeValueAsString(rows.stream().map(Row::toJson).toList()));
        Files.writeString(folder.resolve("report.md"), markdown());
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Benchmark\n\n" + setting + "\n\n");
        text.append(
                "Medians of the rounds, in brackets the least and the most of them; ratios are ours to theirs.\n\n");
        text.append("| row | callers | unit | ours | limit | stock JPA | stock JDBC | baseline | required | held |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            text.append("| ").append(row.id()).append(" | ").append(row.callers());
            text.append(" | ").append(row.unit());
            text.append(" | ").append(cell(row, Row.OURS));
            for (String other : List.of(Row.LIMIT, Row.STOCK_JPA, Row.STOCK_JDBC, Row.BASELINE)) {
                text.append(" | ").append(cell(row, other)).append(ratio(row, other));
            }
            text.append(row.baseline() == null ? "" : ", " + row.baseline());
            text.append(" | ")
                    .append(required(row))
                    .append(" | ")
                    .append(mark(row))
                    .append(" |\n");
        }
        plots.forEach((title, file) -> text.append("\n## ")
                .append(title)
                .append("\n\n![")
                .append(title)
                .append("](")
                .append(file)
                .append(")\n"));
        return text.toString();
    }

    private static String line(Row row) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-22s %4d callers  %-12s", row.id(), row.callers(), row.unit()));
        for (String contestant : List.of(Row.OURS, Row.LIMIT, Row.STOCK_JPA, Row.STOCK_JDBC, Row.BASELINE)) {
            Figure figure = row.figure(contestant);
            if (figure != null) {
                text.append(String.format(Locale.ROOT, "  %s %s", contestant, number(figure.median())))
                        .append(ratio(row, contestant));
            }
        }
        return text + "  " + required(row) + " " + mark(row);
    }

    private static String cell(Row row, String contestant) {
        Figure figure = row.figure(contestant);
        return figure == null
                ? ""
                : number(figure.median()) + " (" + number(figure.least()) + "–" + number(figure.most()) + ")";
    }

    private static String ratio(Row row, String other) {
        @Nullable Double ratio = other.equals(Row.OURS) ? null : row.ratio(other);
        return ratio == null ? "" : String.format(Locale.ROOT, " [%.2f]", ratio);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static String required(Row row) {
        return row.bounds().stream().map(Row.Bound::toString).collect(Collectors.joining(", "));
    }

    private static String mark(Row row) {
        Boolean held = row.held();
        return held == null ? "" : held ? "✓" : "✗";
    }
}
