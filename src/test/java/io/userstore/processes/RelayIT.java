package io.userstore.processes;

import static io.userstore.TestTopic.header;
import static io.userstore.TestTopic.position;
import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestBroker;
import io.userstore.TestTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 50,000 events go to a real Kafka from two nodes, while the one that relays is killed three times and paused once: every
 * position arrives, and for each user in order.
 */
class RelayIT {

    private static final Logger log = LoggerFactory.getLogger(RelayIT.class);

    private static final int EVENTS = 50_000;
    private static final int INTERRUPTIONS = 4;
    private static final int BATCH = 500;
    private static final int PIECE = EVENTS / INTERRUPTIONS;

    /** The guarantee. */
    private static final Duration LONGEST_FAIL_OVER = Duration.ofSeconds(15);

    private static final PostgresProcess POSTGRES = TwoNodes.running().postgres();

    private static TestBroker broker;
    private static RelayingNodes nodes;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
        nodes = RelayingNodes.start(POSTGRES, broker);
    }

    @AfterAll
    static void stop() {
        nodes.kill();
        broker.close();
    }

    @Test
    void everyPositionArrivesAndForEachUserInOrderWhateverBecomesOfTheNodeThatRelays() {
        List<Long> failOvers = new ArrayList<>();
        for (int i = 1; i <= INTERRUPTIONS; i++) {
            nodes.awaitRelayed(nodes.head());
            StoreProcess relaying = nodes.relaying();
            StoreProcess other = nodes.other(relaying);
            long half = nodes.head() + PIECE / 2;
            try (Filling filling = Filling.of(other, PIECE)) {
                nodes.awaitRelayed(half);
                boolean pause = i == INTERRUPTIONS;
                long begun = System.nanoTime();
                if (pause) {
                    relaying.pause();
                } else {
                    relaying.kill9();
                }
                long before = nodes.relayed();
                Deadline.in(LONGEST_FAIL_OVER)
                        .await(
                                () -> nodes.relayed() > before && nodes.isRelaying(other),
                                () -> other + " does not relay");
                failOvers.add((System.nanoTime() - begun) / 1_000_000);
                if (pause) {
                    relaying.resume();
                }
                filling.await();
                if (!pause) {
                    relaying.launch(PackagedStore.quickCommand());
                    relaying.awaitReady();
                }
            }
        }
        long head = nodes.head();
        nodes.awaitRelayed(head);
        assertThat(head).isGreaterThanOrEqualTo(EVENTS);

        try (TestTopic topic = TestTopic.of(broker, RelayingNodes.TOPIC)) {
            List<ConsumerRecord<String, String>> records =
                    topic.await(all -> all.size() >= head && positions(all).cardinality() == head);
            requireOrderOfEachUser(records);
            log.info(
                    "{} events in {} records, fail-over after {} ms; the last of them after a pause",
                    head,
                    records.size(),
                    failOvers);
            assertThat(records.size())
                    .as("repeats: a batch for each interruption, at most")
                    .isLessThanOrEqualTo((int) head + INTERRUPTIONS * BATCH);
        }
    }

    private static BitSet positions(List<ConsumerRecord<String, String>> records) {
        BitSet positions = new BitSet();
        records.forEach(each -> positions.set((int) position(each)));
        return positions;
    }

    /** As consumers are to read: what is not behind the last position of its partition is a repeat. */
    private static void requireOrderOfEachUser(List<ConsumerRecord<String, String>> records) {
        Map<Integer, Long> positions = new HashMap<>();
        Map<String, Long> versions = new HashMap<>();
        BitSet seen = new BitSet();
        for (ConsumerRecord<String, String> each : records) {
            if (position(each) > positions.getOrDefault(each.partition(), 0L)) {
                positions.put(each.partition(), position(each));
                seen.set((int) position(each));
                long version = Long.parseLong(header(each, "version"));
                assertThat(version)
                        .as("version of user %s at position %s", each.key(), position(each))
                        .isEqualTo(versions.getOrDefault(each.key(), -1L) + 1);
                versions.put(each.key(), version);
            }
        }
        assertThat(seen).as("nothing but repeats is dropped").isEqualTo(positions(records));
    }
}
