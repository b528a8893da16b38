package io.userstore.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.eventlog.StoredEvent;
import io.userstore.eventlog.StoredEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** docs/audit.md says what the store does: its worked example is recomputed here, from a real log. */
class DocumentedExampleTest {

    private static final String INSERT = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                   occurred_at, payload, metadata, idempotency_key)
            VALUES (1, 'User', '7', 0, '0190b5a0-0000-7000-8000-000000000001', 'user.registered', '1',
                    '2026-11-23T07:50:49.966587Z', '{"id":7}', '{"actor":"ann"}', NULL),
                   (2, 'User', '7', 1, '0190b5a0-0000-7000-8000-000000000002', 'user.login-succeeded', '1',
                    '2026-11-23T07:51:00Z', '{"id":7}', '{}', '4711')
            """;

    @Test
    void exampleIsWhatTheStoreMakesOfTheseEvents() throws IOException {
        try (TestNode node = TestNode.on(TestDatabase.fresh(), "userstore.audit.build-tree=false")) {
            node.jdbc().update(INSERT);
            TreeHash hash = new TreeHash();
            Frontier tree = new Frontier(hash, (level, index, root) -> {});
            StringBuilder example = new StringBuilder();
            node.bean(StoredEvents.class).read(0, 2, event -> {
                byte[] leafHash = hash.leaf(event.bytes(), event.offset(), event.length());
                tree.add(leafHash);
                example.append("leaf ").append(event.position()).append('\n');
                appendHex(event, example);
                example.append("its hash\n  ").append(hex(leafHash)).append('\n');
            });
            example.append("root\n  ").append(hex(tree.root()));

            assertThat(Files.readString(Path.of("docs/audit.md"))).contains("```\n" + example + "\n```");
        }
    }

    private static void appendHex(StoredEvent event, StringBuilder to) {
        int end = event.offset() + event.length();
        for (int at = event.offset(); at < end; ) {
            int length = ByteBuffer.wrap(event.bytes()).getInt(at);
            int value = at + Integer.BYTES;
            int next = value + Math.max(length, 0);
            to.append("  ").append(HexFormat.of().formatHex(event.bytes(), at, value));
            to.append(length > 0 ? " " : "")
                    .append(HexFormat.of().formatHex(event.bytes(), value, next))
                    .append('\n');
            at = next;
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
