package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Personal;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

/** A backup from before an erasure does not take it back. */
class RestoredBackupTest {

    private static final MetaData ORIGIN = MetaData.with(MetaDataKeys.REASON, "asked to");

    @Test
    void whoWasErasedSinceIsErasedAgainBeforeTheStoreServesAndNobodyElse() {
        TestDatabase database = TestDatabase.fresh();
        long ann;
        long bob;
        try (TestNode node = TestNode.on(database)) {
            ann = node.<Long>send(TestUsers.user("ann@example.com"));
            node.send(new RecordLogin(ann), ORIGIN);
            bob = node.<Long>send(TestUsers.user("bob@example.com"));
        }
        TestDatabase backup = database.backup();
        long carl;
        try (TestNode node = TestNode.on(database)) {
            carl = node.<Long>send(TestUsers.user("carl@example.com"));
            node.send(new Erase(ann), ORIGIN);
            node.send(new Erase(carl), ORIGIN);
        }
        database.restore(backup);

        try (TestNode node = TestNode.on(database)) {
            assertErased(ann, 3, node);
            assertThat(last(ann, node).getMetaData().get(MetaDataKeys.ACTOR)).isEqualTo("userstore");
            assertThat(row(bob, node)).isEqualTo("bob@example.com Ann");
            assertThat(node.jdbc().queryForList("SELECT 1 FROM users WHERE id = ?", carl))
                    .isEmpty();
            // What was carl's number is somebody else's now.
            assertThat(node.<Long>send(TestUsers.user("dora@example.com"))).isEqualTo(carl);
        }
        try (TestNode node = TestNode.on(database)) {
            assertErased(ann, 3, node);
            assertThat(row(carl, node)).isEqualTo("dora@example.com Ann");
            node.send(new RecordLogin(carl), ORIGIN);
        }
    }

    private static void assertErased(long id, int events, TestNode node) {
        List<? extends DomainEventMessage<?>> stream = node.bean(EventStore.class)
                .readEvents(Long.toString(id), 0)
                .asStream()
                .toList();
        assertThat(stream).hasSize(events);
        assertThat(last(id, node).getPayload()).isEqualTo(new Erased(id));
        assertThat(TestEvents.personal(stream.get(0).getPayload())).containsOnly(Personal.Erased.ERASED);
        assertThat(row(id, node)).isEqualTo("erased-" + id + "@erased.invalid erased");
        assertThat(node.jdbc()
                        .queryForList(
                                "SELECT wrapped_key FROM data_keys WHERE aggregate_id = ?",
                                byte[].class,
                                Long.toString(id)))
                .containsOnlyNulls();
    }

    private static DomainEventMessage<?> last(long id, TestNode node) {
        EventStore log = node.bean(EventStore.class);
        String stream = Long.toString(id);
        return log.readEvents(stream, log.lastSequenceNumberFor(stream).orElseThrow())
                .next();
    }

    private static String row(long id, TestNode node) {
        return node.jdbc()
                .queryForList("SELECT concat_ws(' ', email, name) FROM users WHERE id = ?", String.class, id)
                .get(0);
    }
}
