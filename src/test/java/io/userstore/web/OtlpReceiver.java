package io.userstore.web;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Takes spans by OTLP over HTTP, as a collector does. The numbers are those of opentelemetry/proto/trace/v1/trace.proto. */
final class OtlpReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    OtlpReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    /** @param links as trace and span ids with a dash between */
    record Span(
            String trace, String id, String parent, String name, Map<String, Object> attributes, List<String> links) {

        /** As links name it. */
        String place() {
            return trace + "-" + id;
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    List<byte[]> bodies() {
        return List.copyOf(bodies);
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        bodies.add(body);
        for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(body), 1)) {
            for (UnknownFieldSet scope : messages(resource, 2)) {
                messages(scope, 2).forEach(span -> spans.add(span(span)));
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Span span(UnknownFieldSet span) {
        Map<String, Object> attributes = new HashMap<>();
        for (UnknownFieldSet attribute : messages(span, 9)) {
            attributes.put(text(attribute, 1), value(messages(attribute, 2).get(0)));
        }
        List<String> links = messages(span, 13).stream()
                .map(link -> hex(link, 1) + "-" + hex(link, 2))
                .toList();
        return new Span(hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5), attributes, links);
    }

    private static Object value(UnknownFieldSet value) {
        return value.hasField(3) ? value.getField(3).getVarintList().get(0) : text(value, 1);
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString bytes : message.getField(field).getLengthDelimitedList()) {
            try {
                messages.add(UnknownFieldSet.parseFrom(bytes));
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
            }
        }
        return messages;
    }

    private static String text(UnknownFieldSet message, int field) {
        return bytes(message, field).map(ByteString::toStringUtf8).findFirst().orElse("");
    }

    private static String hex(UnknownFieldSet message, int field) {
        return bytes(message, field)
                .map(bytes -> HexFormat.of().formatHex(bytes.toByteArray()))
                .findFirst()
                .orElse("");
    }

    private static Stream<ByteString> bytes(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
