package io.userstore.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The lines of a body, as they come: one that is there is given before the next has begun. Those without anything are left out. */
final class CommandLines {

    private static final int BUFFER = 1 << 16;

    /** Of a line that is refused anyway: nobody is to be kept busy with one that never ends. */
    private static final long LONGEST = 1 << 24;

    private final InputStream in;
    private final BooleanSupplier stopped;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    /** @param stopped whether nobody wants to have lines any more */
    CommandLines(InputStream in, BooleanSupplier stopped) {
        this.in = in;
        this.stopped = stopped;
    }

    /**
     * A line.
     *
     * @param bytes without its end; empty for one that is too long
     */
    record Line(byte[] bytes, boolean tooLong) {}

    /**
     * The next line; null behind the last.
     *
     * @throws IOException if it cannot be read, has no end, or is not wanted any more
     */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        long length = 0;
        while (at < end || fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            length += at - from;
            if (length > LONGEST) {
                throw new IOException("a line has no end");
            }
            tooLong = length > JsonBody.MAX_BYTES;
            if (!tooLong) {
                line.write(buffer, from, at - from);
            }
            if (at < end) {
                at++;
                if (tooLong || !isBlank(line)) {
                    return line(line, tooLong);
                }
                line.reset();
                length = 0;
            }
        }
        return tooLong || !isBlank(line) ? line(line, tooLong) : null;
    }

    private static Line line(ByteArrayOutputStream line, boolean tooLong) {
        return new Line(tooLong ? new byte[0] : line.toByteArray(), tooLong);
    }

    /** JSON's white space alone. */
    private static boolean isBlank(ByteArrayOutputStream line) {
        if (line.size() > 64) {
            return false;
        }
        for (byte b : line.toByteArray()) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        if (stopped.getAsBoolean()) {
            throw new IOException("nobody reads the answers");
        }
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
