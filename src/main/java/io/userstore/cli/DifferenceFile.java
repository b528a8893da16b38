package io.userstore.cli;

import io.userstore.directory.RebuildReport.Example;
import io.userstore.directory.RebuildReport.Value;
import io.userstore.directory.UsersRebuild;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/** All rows that differ, a line a column, or one for a row that is missing or extra; what is absent is empty, without quotes. */
final class DifferenceFile {

    private static final List<String> COLUMNS = List.of("table", "id", "kind", "column", "found", "expected");

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "rebuild-report.csv",
            description = "Where all rows that differ go, if any do, before one is mended: CSV (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    /** @return the file, which is there now and whole */
    Path write(UsersRebuild rebuild, boolean unmask) throws IOException {
        Path whole = file.toAbsolutePath();
        Result.whole(whole, to -> write(rebuild, unmask, to));
        return whole;
    }

    private static void write(UsersRebuild rebuild, boolean unmask, OutputStream to) {
        try (SequenceWriter lines = Format.csv
                .writer(COLUMNS)
                .with(CsvWriteFeature.ALWAYS_QUOTE_EMPTY_STRINGS)
                .writeValues(to)) {
            rebuild.forEachDifference(unmask, (table, row) -> {
                if (row.values().isEmpty()) {
                    lines.write(line(table, row, null));
                }
                row.values().forEach(value -> lines.write(line(table, row, value)));
            });
        }
    }

    private static Map<String, @Nullable Object> line(String table, Example row, @Nullable Value value) {
        Map<String, @Nullable Object> line = new HashMap<>();
        line.put("table", table);
        line.put("id", row.id());
        line.put("kind", row.kind());
        if (value != null) {
            line.put("column", value.column());
            line.put("found", Format.csv.text(value.found()));
            line.put("expected", Format.csv.text(value.expected()));
        }
        return line;
    }
}
