package io.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A stream of commands that many callers share: each waits for the answer to its line. What is to be sent at once goes in one
 * piece, as from anybody who has many to send.
 */
final class CommandConnection implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final BlockingQueue<Line> unsent = new LinkedBlockingQueue<>();
    private final BlockingQueue<CompletableFuture<String>> waiting = new LinkedBlockingQueue<>();

    private record Line(String text, CompletableFuture<String> answer) {}

    CommandConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        out.write(("POST /api/v1/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + HttpServer.TOKEN
                        + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        start(this::write, "command-lines");
        start(this::read, "command-answers");
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** @throws IllegalStateException unless the answer is a success */
    void send(String line) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        byte[] chunk =
                (Integer.toHexString(line.length() + 1) + "\r\n" + line + "\n\r\n").getBytes(StandardCharsets.US_ASCII);
        synchronized (this) {
            waiting.add(answer);
            out.write(chunk);
        }
        String text = answer.get();
        if (!text.startsWith("{\"status\":20")) {
            throw new IllegalStateException(text);
        }
    }

    private void write() {
        List<Line> lines = new ArrayList<>();
        try {
            while (true) {
                lines.add(unsent.take());
                unsent.drainTo(lines);
                StringBuilder piece = new StringBuilder();
                for (Line line : lines) {
                    waiting.add(line.answer());
                    piece.append(line.text()).append('\n');
                }
                String chunk = Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n";
                out.write(chunk.getBytes(StandardCharsets.US_ASCII));
                lines.clear();
            }
        } catch (IOException e) {
            lines.forEach(line -> line.answer().completeExceptionally(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers come in the order of the lines; whatever else HTTP puts between them begins otherwise. */
    private void read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new BufferedInputStream(socket.getInputStream()), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    waiting.take().complete(line);
                }
            }
        } catch (IOException e) {
            waiting.forEach(answer -> answer.completeExceptionally(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
