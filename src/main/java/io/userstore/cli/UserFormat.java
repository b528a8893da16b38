package io.userstore.cli;

import io.userstore.directory.UserView;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/** How users are written one after the other. */
enum UserFormat {
    ndjson {
        @Override
        SequenceWriter writer(Writer to) {
            return JsonMapper.builder()
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build()
                    .writer()
                    .withRootValueSeparator("\n")
                    .writeValues(to);
        }

        @Override
        String end() {
            return "\n";
        }

        @Override
        Object row(UserView user) {
            return user;
        }
    },
    csv {
        @Override
        SequenceWriter writer(Writer to) {
            CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
            for (RecordComponent component : UserView.class.getRecordComponents()) {
                schema.addColumn(component.getName());
            }
            return CsvMapper.builder()
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build()
                    .writer(schema.build())
                    .writeValues(to);
        }

        @Override
        String end() {
            return "";
        }

        @Override
        Object row(UserView user) {
            Map<String, @Nullable Object> cells = JSON.convertValue(user, new TypeReference<>() {});
            cells.replaceAll((column, value) -> FormulaSafe.cell(value));
            return cells;
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder().build();

    abstract SequenceWriter writer(Writer to);

    abstract Object row(UserView user);

    /** What ends the last line; the others end with the beginning of the next. */
    abstract String end();
}
