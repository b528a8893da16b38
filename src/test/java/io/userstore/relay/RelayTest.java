package io.userstore.relay;

import static io.userstore.TestTopic.header;
import static io.userstore.TestTopic.position;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.userstore.TestBroker;
import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestTopic;
import io.userstore.TestUsers;
import io.userstore.UserStoreApplication;
import io.userstore.cli.CommandLineInterface;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log in a real Kafka: all of it, in order, and what of it. Nodes that are killed are for {@code processes.RelayIT}. */
class RelayTest {

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static TestNode node(TestDatabase database, String topic, String... properties) {
        String[] all = new String[properties.length + 3];
        all[0] = "userstore.kafka.bootstrap-servers=" + broker.bootstrapServers();
        all[1] = "userstore.kafka.topic=" + topic;
        all[2] = "userstore.kafka.partitions=3";
        System.arraycopy(properties, 0, all, 3, properties.length);
        return TestNode.on(database, all);
    }

    /** Waits for the topic, which the relay makes. */
    private static TestTopic topic(TestNode node, String name) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.bean(RelayStatus.class).state() == RelayStatus.State.HERE);
        return TestTopic.of(broker, name);
    }

    private static long head(TestNode node) {
        return Objects.requireNonNull(node.jdbc().queryForObject("SELECT max(position) FROM event_log", Long.class));
    }

    private static Register carla() {
        return new Register(
                EmailAddress.of("carla@secret.example"),
                TestUsers.HASH,
                PersonName.of("Carla"),
                TargetRole.of("Astronaut"),
                null,
                AccountStatus.ACTIVE);
    }

    private static void requireEachOnceInOrder(List<ConsumerRecord<String, String>> records, long head) {
        assertThat(records.stream().map(TestTopic::position).sorted())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, head).boxed().toList());
        Map<Integer, Long> last = new HashMap<>();
        for (ConsumerRecord<String, String> each : records) {
            Long before = last.put(each.partition(), position(each));
            assertThat(before == null || before < position(each)).isTrue();
        }
    }

    @Test
    void everyEventComesInTheOrderOfItsUserAndTellsNothingPersonal() {
        try (TestNode node = node(TestDatabase.fresh(), "events")) {
            long first = node.<Long>send(TestUsers.user("first@secret.example"));
            MetaData origin = MetaData.with("actor", "admin")
                    .and("reason", "because of Carla")
                    .and("sourceAddress", "192.0.2.7");
            node.send(carla(), origin);
            for (int i = 0; i < 4; i++) {
                node.send(new RecordFailedLogin(first));
                node.send(new RecordLogin(first));
            }
            try (TestTopic topic = topic(node, "events")) {
                List<ConsumerRecord<String, String>> records = topic.awaitPosition(head(node));

                requireEachOnceInOrder(records, head(node));
                assertThat(records).extracting(ConsumerRecord::partition).doesNotContain(3);
                for (ConsumerRecord<String, String> each : records) {
                    JsonNode value = JsonMapper.shared().readTree(each.value());
                    assertThat(each.key()).isEqualTo(value.get("userId").asString());
                    assertThat(header(each, "position"))
                            .isEqualTo(value.get("position").asString());
                    assertThat(header(each, "version"))
                            .isEqualTo(value.get("version").asString());
                    assertThat(header(each, "type")).isEqualTo(value.get("type").asString());
                    assertThat(header(each, "revision"))
                            .isEqualTo(value.get("revision").asString());
                    assertThat(header(each, "eventId"))
                            .isEqualTo(value.get("eventId").asString());
                    assertThat(each.value()).doesNotContain("secret", "arla", "Ann", "Astronaut", "192.0.2.7");
                }
                JsonNode registered = JsonMapper.shared()
                        .readTree(records.stream()
                                .filter(each -> position(each) == 2)
                                .findFirst()
                                .orElseThrow()
                                .value());
                assertThat(registered.get("actor").asString()).isEqualTo("admin");
                assertThat(registered.get("payload").toString())
                        .contains(
                                "\"email\":\"***\"", "\"passwordHash\":\"$2b$12$***\"", "\"accountStatus\":\"ACTIVE\"");
            }
        }
    }

    @Test
    void personalDataGoesAlongIfItIsConfiguredAndWhatWasErasedBeforeDoesNot() {
        TestDatabase database = TestDatabase.fresh();
        try (ConfigurableApplicationContext subcommand = UserStoreApplication.start(new CommandLineInterface.Node(
                List.of(
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--userstore.data-dir=" + database.dataFolder(),
                        "--userstore.kafka.bootstrap-servers=" + broker.bootstrapServers()),
                CommandLineInterface.Purpose.WORK))) {
            assertThat(subcommand.getBeanNamesForType(Relay.class))
                    .as("a subcommand leaves it to nodes that serve")
                    .isEmpty();
            CommandGateway commands = subcommand.getBean(CommandGateway.class);
            commands.sendAndWait(carla());
            commands.sendAndWait(new Erase(commands.<Long>sendAndWait(TestUsers.user("gone@secret.example"))));
        }
        try (TestNode node = node(database, "personal", "userstore.kafka.personal-data=true");
                TestTopic topic = topic(node, "personal")) {
            List<ConsumerRecord<String, String>> records = topic.awaitPosition(3);

            requireEachOnceInOrder(records, 3);
            String all = records.stream().map(ConsumerRecord::value).toList().toString();
            assertThat(all).contains("carla@secret.example", "Carla", "Astronaut", "\"email\":\"erased\"");
            assertThat(all).doesNotContain("gone", "abcdefghijkl");
        }
    }

    @Test
    void commandsGoOnWithoutABrokerWhoGetsAllOnceItIsBack() {
        try (TestNode node = node(
                TestDatabase.fresh(),
                "away",
                "userstore.kafka.properties.delivery.timeout.ms=1000",
                "userstore.kafka.properties.request.timeout.ms=900",
                "userstore.kafka.properties.default.api.timeout.ms=1000",
                "userstore.kafka.properties.max.block.ms=1000")) {
            long id = node.<Long>send(TestUsers.user("a@example.com"));
            RelayStatus status = node.bean(RelayStatus.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> status.position() == 1);
            broker.stop();
            try {
                node.send(new RecordLogin(id));
                await().atMost(Duration.ofSeconds(30)).until(() -> status.state() == RelayStatus.State.STANDS_STILL);
                node.send(new RecordLogin(id));
                await().atMost(Duration.ofSeconds(30)).until(() -> status.lag() == 2);
                assertThat(node.bean(RelayHealth.class).health().getStatus()).isEqualTo(Status.UP);
            } finally {
                broker.startAgain();
            }
            try (TestTopic topic = topic(node, "away")) {
                assertThat(topic.awaitPosition(3).stream()
                                .map(TestTopic::position)
                                .distinct())
                        .containsExactly(1L, 2L, 3L);
            }
        }
    }

    @Test
    void oneOfTwoNodesRelaysAndTheOtherGoesOnInItsPlace() {
        TestDatabase database = TestDatabase.fresh();
        try (TestNode one = node(database, "two")) {
            one.send(TestUsers.user("a@example.com"));
            try (TestTopic topic = topic(one, "two");
                    TestNode other = node(database, "two")) {
                topic.awaitPosition(1);
                other.send(TestUsers.user("b@example.com"));
                topic.awaitPosition(2);
                assertThat(other.bean(RelayStatus.class).state()).isEqualTo(RelayStatus.State.ELSEWHERE);

                Claim before = claim(one, "two");
                broker.pause();
                try {
                    one.send(TestUsers.user("slow@example.com"));
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> claim(one, "two").isOf(before.owner())
                                    && claim(one, "two")
                                            .at()
                                            .isAfter(before.at().plusSeconds(4)));
                } finally {
                    broker.resume();
                }
                topic.awaitPosition(3);
                assertThat(claim(one, "two").owner())
                        .as("longer than a claim lasts")
                        .isEqualTo(before.owner());

                one.bean(Relay.class).stop();
                one.send(TestUsers.user("c@example.com"));

                requireEachOnceInOrder(topic.awaitPosition(4), 4);
                RelayStatus status = other.bean(RelayStatus.class);
                await().atMost(Duration.ofSeconds(30)).until(() -> status.state() == RelayStatus.State.HERE);
            }
        }
    }

    private record Claim(@Nullable String owner, Instant at) {

        boolean isOf(@Nullable String node) {
            return Objects.equals(owner, node);
        }
    }

    private static Claim claim(TestNode node, String topic) {
        return Objects.requireNonNull(node.jdbc()
                .queryForObject(
                        "SELECT owner, claimed_at FROM tracking_tokens WHERE processor_name = 'kafka ' || ?",
                        (row, n) -> new Claim(row.getString(1), Instant.parse(row.getString(2))),
                        topic));
    }

    @Test
    void nodeThatKnowsNothingOfWhatItDeliveredRepeatsItUnderTheSamePosition() {
        TestDatabase database = TestDatabase.fresh();
        try (TestNode node = node(database, "repeated");
                TestTopic topic = topic(node, "repeated")) {
            long id = node.<Long>send(TestUsers.user("a@example.com"));
            node.send(new RecordLogin(id));
            topic.awaitPosition(2);
            Relay relay = node.bean(Relay.class);
            relay.stop();
            node.jdbc().update("""
                    UPDATE tracking_tokens
                       SET token = convert_to(regexp_replace(convert_from(token, 'UTF8'), '"globalIndex" *: *[0-9]+',
                                                             '"globalIndex":0'), 'UTF8')
                     WHERE processor_name = 'kafka repeated'
                    """);
            node.send(new RecordLogin(id));
            relay.start();

            assertThat(topic.awaitPosition(3)).extracting(TestTopic::position).containsExactly(1L, 2L, 1L, 2L, 3L);
        }
    }

    @Test
    void whoDeliversNextShutsOutWhoDidBeforeAndWhatThatOneHadNotCommitted() {
        RelayProperties properties =
                new RelayProperties(broker.bootstrapServers(), "fenced", 1, (short) -1, false, Map.of());
        new Topic(new KafkaSettings(properties), properties).createIfMissing(0);
        new Topic(new KafkaSettings(properties), properties).createIfMissing(0);
        try (Delivery paused = Delivery.open(new KafkaSettings(properties).producer())) {
            paused.deliver(List.of(record("1")));
            try (Delivery next = Delivery.open(new KafkaSettings(properties).producer());
                    TestTopic topic = TestTopic.of(broker, "fenced")) {
                next.deliver(List.of(record("2")));
                assertThatThrownBy(() -> paused.deliver(List.of(record("late"))))
                        .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
                next.deliver(List.of(record("3")));

                assertThat(topic.await(all -> all.size() > 2))
                        .extracting(ConsumerRecord::value)
                        .containsExactly("1", "2", "3");
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String value) {
        return new ProducerRecord<>("fenced", value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Timeout(60)
    void batchThatCannotBeSentFailsAtItsFirstRecord() {
        RelayProperties properties = new RelayProperties(
                broker.bootstrapServers(), "never-made", 1, (short) -1, false, Map.of("max.block.ms", "2000"));
        try (Delivery delivery = Delivery.open(new KafkaSettings(properties).producer())) {
            List<ProducerRecord<byte[], byte[]>> records =
                    Collections.nCopies(100, new ProducerRecord<>("never-made", new byte[1]));

            assertThatThrownBy(() -> delivery.deliver(records)).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void topicThatIsGoneIsNotMadeAgainAndItIsSaid() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(RelayStatus.class);
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        try (TestNode node = node(
                        TestDatabase.fresh(),
                        "gone",
                        "userstore.kafka.properties.delivery.timeout.ms=2000",
                        "userstore.kafka.properties.request.timeout.ms=1900",
                        "userstore.kafka.properties.max.block.ms=2000");
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            long id = node.<Long>send(TestUsers.user("a@example.com"));
            RelayStatus status = node.bean(RelayStatus.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> status.position() == 1);
            logger.addAppender(lines);
            admin.deleteTopics(List.of("gone")).all().get();
            for (int i = 0; i < 100; i++) {
                node.send(new RecordLogin(id));
            }

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> lines.list.toString().contains("there is no topic gone, which had the events up to"));
            assertThat(status.state()).isEqualTo(RelayStatus.State.STANDS_STILL);
            assertThat(admin.listTopics().names().get()).doesNotContain("gone");
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    void eventThatCannotBeReadKeepsNothingBackThatWasBeforeIt() {
        try (TestNode node = node(TestDatabase.fresh(), "unreadable");
                TestTopic topic = topic(node, "unreadable")) {
            Relay relay = node.bean(Relay.class);
            relay.stop();
            long id = node.<Long>send(TestUsers.user("a@example.com"));
            node.send(new RecordLogin(id));
            node.send(TestUsers.user("b@example.com"));
            node.send(new RecordLogin(id));
            node.jdbc().update("""
                    UPDATE event_log SET payload = replace(payload::text, 'sealed":"', 'sealed":"A')::json WHERE position = 3
                    """);
            relay.start();

            assertThat(topic.awaitPosition(2)).extracting(TestTopic::position).containsExactly(1L, 2L);
            RelayStatus status = node.bean(RelayStatus.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> status.state() == RelayStatus.State.STANDS_STILL);
            assertThat(status.position()).isEqualTo(2);
            assertThat(status.lag()).isEqualTo(2);
        }
    }

    @Test
    void nodeThatStopsDoesNotWaitForKafkaAndLetsAnotherHaveTheClaim() {
        try (TestNode node = node(
                TestDatabase.fresh(),
                "slow",
                "userstore.kafka.properties.delivery.timeout.ms=120000",
                "userstore.kafka.properties.request.timeout.ms=120000",
                "userstore.kafka.properties.max.block.ms=120000",
                "userstore.kafka.properties.default.api.timeout.ms=120000",
                "userstore.kafka.properties.linger.ms=0")) {
            topic(node, "slow").close();
            broker.pause();
            try {
                Instant before = Instant.now();
                node.send(TestUsers.user("a@example.com"));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> claim(node, "slow").at().isAfter(before.plusSeconds(3)));
                node.bean(Relay.class).stop();

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> claim(node, "slow").owner() == null);
            } finally {
                broker.resume();
            }
        }
    }
}
