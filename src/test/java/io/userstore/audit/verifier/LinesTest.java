package io.userstore.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void linesOfAnyLengthAreReadAsTheyAre() throws IOException {
        List<String> written = new ArrayList<>(Collections.nCopies(9_999, "short"));
        written.add("x".repeat(200_000));
        written.add("");
        written.add("without an end");
        Path file = Files.writeString(folder.resolve("lines"), String.join("\n", written));

        assertThat(all(file)).isEqualTo(written);
    }

    @Test
    void lineWithoutEndIsNotReadIntoMemory() throws IOException {
        Path file = folder.resolve("endless");
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write("first\n");
            for (int i = 0; i < 20; i++) {
                writer.write(" ".repeat(1 << 20));
            }
            writer.write("\nlast\n");
        }

        assertThat(all(file)).containsExactly("first", "");
    }

    @Test
    void longLinesAreNotReadAllAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("long"), ("x".repeat(10 << 20) + "\n").repeat(3));

        try (Lines lines = new Lines(file)) {
            assertThat(lines.next()).hasSize(2);
            assertThat(lines.next()).hasSize(1);
            assertThat(lines.next()).isEmpty();
        }
    }

    private static List<String> all(Path file) throws IOException {
        List<String> all = new ArrayList<>();
        try (Lines lines = new Lines(file)) {
            for (List<String> some = lines.next(); !some.isEmpty(); some = lines.next()) {
                all.addAll(some);
            }
        }
        return all;
    }
}
