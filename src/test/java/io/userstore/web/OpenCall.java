package io.userstore.web;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A request whose body is sent piece by piece, chunked, while its answer is read, or is not. */
final class OpenCall implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    OpenCall(int port, String path) throws IOException {
        // Small, so that whoever does not read is soon noticed.
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        socket.getOutputStream()
                .write(("""
                        POST %s HTTP/1.1\r
                        Host: localhost\r
                        Authorization: Bearer %s\r
                        Content-Type: application/x-ndjson\r
                        Transfer-Encoding: chunked\r
                        \r
                        """.formatted(path, TestTokens.EVERYTHING)).getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] head = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] chunk = new byte[head.length + bytes.length + 2];
        System.arraycopy(head, 0, chunk, 0, head.length);
        System.arraycopy(bytes, 0, chunk, head.length, bytes.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        socket.getOutputStream().write(chunk);
    }

    /** The next line of the answer that is an object, whatever else of HTTP is before it. */
    String answer() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c == '\n') {
                String text = line.toString();
                if (text.startsWith("{")) {
                    return text;
                }
                line.setLength(0);
            } else {
                line.append((char) c);
            }
        }
    }

    /** All that still comes until the server closes the connection, as text. */
    String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                rest.append((char) c);
            }
            return rest.toString();
        } catch (SocketException closed) {
            return rest.toString();
        }
    }

    /** The end that a whole body has. */
    void end() throws IOException {
        socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
