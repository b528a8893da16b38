package io.userstore.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A store on a real port over a database of its own, and the tokens it knows. */
final class ServedStore implements AutoCloseable {

    static final String EVERYTHING = "everything";
    static final String READ_ONLY = "read-only";

    private final TestNode node;

    private ServedStore(TestNode node) {
        this.node = node;
    }

    static ServedStore on(TestDatabase database) {
        List<String> properties = new ArrayList<>(List.of(
                "server.port=0",
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password(),
                "userstore.data-dir=" + database.dataFolder()));
        properties.addAll(
                token(0, EVERYTHING, "users:read,users:write,users:erase,credentials:read,audit:read,audit:unmask"));
        properties.addAll(token(1, READ_ONLY, "users:read"));
        return new ServedStore(TestNode.withHttp(properties.toArray(String[]::new)));
    }

    private static List<String> token(int index, String name, String scopes) {
        String entry = "userstore.security.tokens[" + index + "].";
        return List.of(entry + "name=" + name, entry + "sha256=" + sha256(name), entry + "scopes=" + scopes);
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    TestNode node() {
        return node;
    }

    String url() {
        return "http://127.0.0.1:" + node.port();
    }

    @Override
    public void close() {
        node.close();
    }
}
