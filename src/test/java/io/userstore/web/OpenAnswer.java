package io.userstore.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that goes on, read only as far as somebody asks for it; one that ended is told from one that was cut off. */
final class OpenAnswer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final int status;
    private final Map<String, String> headers = new HashMap<>();
    private long left;
    private boolean begun;

    /** What a server-sent event says; the id is absent in a comment. */
    record Event(@Nullable Long id, String type, String data) {}

    private OpenAnswer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.status = Integer.parseInt(rawLine().split(" ")[1]);
        for (String line = rawLine(); !line.isEmpty(); line = rawLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    static OpenAnswer events(int port, String path, String... headers) {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Accept: text/event-stream";
        return get(port, path, all);
    }

    /** @param headers lines, one character a byte; a token of every scope is shown unless they show another */
    static OpenAnswer get(int port, String path, String... headers) {
        try {
            Socket socket = new Socket();
            // Small, so that a reader that stops reading is soon noticed.
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String lines = String.join("\r\n", headers);
            String token =
                    lines.contains("Authorization:") ? "" : "Authorization: Bearer " + TestTokens.EVERYTHING + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + token + lines + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new OpenAnswer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int status() {
        return status;
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The next line of the body; null at its end. */
    @Nullable
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = next(); c != '\n'; c = next()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next event, or comment; null when the stream is over, however it ended. */
    @Nullable
    Event event() {
        Long id = null;
        String type = "";
        String data = "";
        try {
            for (String line = line(); line != null; line = line()) {
                if (line.isEmpty()) {
                    return new Event(id, type, data);
                } else if (line.startsWith("id: ")) {
                    id = Long.valueOf(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (!line.startsWith(":")) {
                    throw new AssertionError("not a line of an event: " + line);
                }
            }
            return null;
        } catch (IOException e) {
            if (e instanceof java.net.SocketTimeoutException) {
                throw new AssertionError("nothing came, and the stream did not end", e);
            }
            return null;
        }
    }

    /** A byte of the body, -1 at its end; {@link EOFException} when it was cut off. */
    private int next() throws IOException {
        if (left == 0) {
            if (begun) {
                rawLine();
            }
            begun = true;
            left = Long.parseLong(rawLine(), 16);
            if (left == 0) {
                rawLine();
                return -1;
            }
        }
        left--;
        return read();
    }

    private String rawLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = read(); c != '\n'; c = read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private int read() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the connection was closed");
        }
        return c;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
