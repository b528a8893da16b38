package io.userstore.adoption;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/**
 * A file with the columns of {@code users} in any order, named by its first line; what is empty is absent, other columns
 * are left alone, and an apostrophe that only keeps a cell from being a formula is none of its text. A row without a usable
 * id has the number of its line, negative, which keeps it out. Copied into a temporary table, it is then read like any other.
 */
final class CsvSource {

    private static final String TABLE = "import_file";

    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private static final String CREATE = """
            DROP TABLE IF EXISTS pg_temp.import_file;
            CREATE TEMPORARY TABLE import_file (%s)
            """.formatted(Arrays.stream(Column.values())
            .map(column -> column.sql() + (column == Column.ID ? " bigint" : " text"))
            .collect(Collectors.joining(", ")));

    private CsvSource() {}

    /**
     * Reads the file to its end.
     *
     * @param connection closed with the source, or if there is none
     * @throws InvalidFile if it is no such file
     */
    static Source of(Path file, Connection connection) throws SQLException, IOException {
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute(CREATE);
            }
            copy(file, connection);
            return JdbcSource.on(connection, TABLE);
        } catch (SQLException | IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void copy(Path file, Connection connection) throws SQLException, IOException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY pg_temp.import_file FROM STDIN");
        try (Reader text = Files.newBufferedReader(file);
                MappingIterator<String[]> lines = CsvMapper.builder()
                        .enable(CsvReadFeature.WRAP_AS_ARRAY)
                        .enable(CsvReadFeature.SKIP_EMPTY_LINES)
                        .build()
                        .readerFor(String[].class)
                        .readValues(text)) {
            if (!lines.hasNextValue()) {
                throw new InvalidFile("it is empty");
            }
            Map<Column, Integer> places = places(lines.nextValue());
            for (long row = 1; lines.hasNextValue(); row++) {
                byte[] line = line(lines.nextValue(), places, row).getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(line, 0, line.length);
            }
            copy.endCopy();
        } catch (JacksonException e) {
            throw new InvalidFile("it is not CSV: " + e.getOriginalMessage());
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static Map<Column, Integer> places(String[] header) {
        List<String> names = Arrays.stream(header)
                .map(name -> name.strip().replace("\ufeff", "").toLowerCase(Locale.ROOT))
                .toList();
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            if (!names.contains(column.sql())) {
                throw new InvalidFile("its first line does not name the column " + column.sql());
            }
            places.put(column, names.indexOf(column.sql()));
        }
        return places;
    }

    private static String line(String[] cells, Map<Column, Integer> places, long row) {
        String id = cell(cells, places, Column.ID);
        // It is refused, and named after its place in the file.
        boolean usable = id != null && ID.matcher(id).matches();
        return places.keySet().stream()
                .map(column -> column == Column.ID && !usable
                        ? "-" + Long.toString(row)
                        : escaped(cell(cells, places, column)))
                .collect(Collectors.joining("\t", "", "\n"));
    }

    private static @Nullable String cell(String[] cells, Map<Column, Integer> places, Column column) {
        Integer place = places.get(column);
        return place == null || place >= cells.length || cells[place].isEmpty() ? null : FormulaSafe.text(cells[place]);
    }

    /** For COPY. A NUL, which no text in PostgreSQL can have, becomes a control character that is refused with its row. */
    private static String escaped(@Nullable String text) {
        return text == null
                ? "\\N"
                : text.replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace('\0', '\1');
    }
}
