package io.userstore.audit.verifier;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a file many lines at once, and never more of it than fits into memory, whatever it is. */
final class Lines implements Closeable {

    /** Of a line, and of those at once but for the last; events are far smaller. */
    static final int MOST_CHARACTERS = 16 << 20;

    private static final int AT_ONCE = 4_096;
    private static final int BUFFER = 1 << 16;

    private final Reader in;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int end;

    Lines(Path file) throws IOException {
        this.in = Files.newBufferedReader(file);
    }

    /** The next ones, or none after the last; a line that is too long is an empty one, and nothing comes after it. */
    List<String> next() throws IOException {
        List<String> lines = new ArrayList<>(AT_ONCE);
        long characters = 0;
        while (lines.size() < AT_ONCE && characters < MOST_CHARACTERS) {
            String line = line();
            if (line == null) {
                break;
            }
            lines.add(line);
            characters += line.length();
        }
        return lines;
    }

    private @Nullable String line() throws IOException {
        StringBuilder begun = new StringBuilder();
        while (at < end || fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (begun.length() + at - from > MOST_CHARACTERS) {
                end = -1;
                return "";
            }
            begun.append(buffer, from, at - from);
            if (at < end) {
                at++;
                return begun.toString();
            }
        }
        return begun.isEmpty() ? null : begun.toString();
    }

    private boolean fill() throws IOException {
        at = 0;
        end = end < 0 ? end : in.read(buffer);
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
