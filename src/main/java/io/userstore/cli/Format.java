package io.userstore.cli;

import io.userstore.adoption.FormulaSafe;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/** How users and events are written one after the other. */
enum Format {
    ndjson("\n") {
        @Override
        ObjectWriter writer(List<String> columns) {
            return JSON.writer().withRootValueSeparator("\n");
        }

        @Override
        @Nullable
        String text(@Nullable String value) {
            return value;
        }

        @Override
        Object row(Object value) {
            return value;
        }
    },
    csv("") {
        @Override
        ObjectWriter writer(List<String> columns) {
            CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
            columns.forEach(schema::addColumn);
            return CSV.writer(schema.build());
        }

        @Override
        @Nullable
        String text(@Nullable String value) {
            return FormulaSafe.cell(value);
        }

        @Override
        Object row(Object value) {
            Map<String, @Nullable Object> cells = JSON.convertValue(value, new TypeReference<>() {});
            cells.replaceAll((column, cell) -> cell instanceof String text ? FormulaSafe.cell(text) : cell);
            return cells;
        }
    };

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private static final CsvMapper CSV =
            CsvMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** What ends the last line, if there is one; the others end with the beginning of the next. */
    final String end;

    Format(String end) {
        this.end = end;
    }

    /** @param columns of every row, in their order */
    abstract ObjectWriter writer(List<String> columns);

    /** A text as it may be written. */
    abstract @Nullable String text(@Nullable String value);

    /** A whole row as it may be written, made of whatever Jackson takes for an object. */
    abstract Object row(Object value);
}
