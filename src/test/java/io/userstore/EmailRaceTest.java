package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.user.UserRejected;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** G4: whoever races for an address, in whatever spelling and on whatever node, one gets it. */
class EmailRaceTest {

    private static final int ROUNDS = 1_000;
    private static final List<String> DOMAINS = List.of(
            "bücher.example", "BÜCHER.example", "xn--bcher-kva.example", "XN--BCHER-KVA.EXAMPLE", "Bücher.EXAMPLE");

    private static final AtOnce callers = new AtOnce();
    private static TestNode one;
    private static TestNode other;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.fresh();
        one = TestNode.on(database);
        other = TestNode.on(database);
    }

    @AfterAll
    static void stop() {
        callers.close();
        one.close();
        other.close();
    }

    @Test
    void oneOfManyCallersGetsTheAddressAndTheOthersAreToldSo() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int count = 2 + random.nextInt(15);
            String local = "Racer.I+" + round;
            List<String> spellings = random.ints(count, 0, DOMAINS.size())
                    .mapToObj(domain -> mixedCase(local, random) + "@" + DOMAINS.get(domain))
                    .toList();

            List<String> outcomes = callers.run(count, caller -> () -> register(caller, spellings.get(caller)));

            assertThat(outcomes)
                    .as("round %d of seed %d", round, seed)
                    .containsOnly("registered", "email-already-registered")
                    .containsOnlyOnce("registered");
        }
        assertThat(one.jdbc().queryForObject("SELECT count(*) FROM users", Long.class))
                .isEqualTo(ROUNDS);
        assertThat(one.jdbc().queryForObject("SELECT count(*) FROM email_reservations", Long.class))
                .isEqualTo(ROUNDS);
        assertThat(one.jdbc().queryForObject("SELECT count(*) FROM event_log", Long.class))
                .isEqualTo(ROUNDS);
    }

    private static String register(int caller, String email) {
        TestNode node = caller % 2 == 0 ? one : other;
        try {
            node.send(TestUsers.user(email));
            return "registered";
        } catch (UserRejected e) {
            return e.code().toString();
        }
    }

    private static String mixedCase(String text, Random random) {
        StringBuilder mixed = new StringBuilder();
        text.chars()
                .map(letter -> random.nextBoolean() ? asciiUpper(letter) : asciiLower(letter))
                .forEach(letter -> mixed.append((char) letter));
        return mixed.toString();
    }

    private static int asciiUpper(int letter) {
        return letter >= 'a' && letter <= 'z' ? letter - 32 : letter;
    }

    private static int asciiLower(int letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }
}
