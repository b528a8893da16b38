package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Checkpoint, key and proofs over HTTP; that they prove what they say is tested where they are made. */
class LogTest extends HttpTest {

    private static final String PROOF = "/api/v1/log/proof/";

    private long size;

    @BeforeEach
    void aTreeOfThreeEvents() {
        for (int i = 0; i < 3; i++) {
            store.postJson("/api/v1/users", Bodies.registration()).has(201);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Answer checkpoint = store.get("/api/v1/log/checkpoint");
            size = checkpoint.status() == 200 ? Long.parseLong(checkpoint.body().split("\n", -1)[1]) : 0;
            return size >= 3;
        });
    }

    @Test
    void checkpointIsTheSignedNoteAndTheKeyIsItsOwn() {
        Answer checkpoint = store.get("/api/v1/log/checkpoint").isOk();
        Answer key = store.get("/api/v1/log/key").isOk();

        assertThat(checkpoint.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        String name = "userstore\\.invalid/[0-9a-f]{16}";
        assertThat(checkpoint.body())
                .matches(name + "\n[1-9][0-9]*\n[A-Za-z0-9+/]{43}=\n\n\u2014 " + name + " [A-Za-z0-9+/]{91}=\n");
        assertThat(key.body()).matches(name + "\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}\n");
        assertThat(checkpoint.body()).startsWith(key.body().split("\\+")[0] + "\n");
    }

    @Test
    void inclusionProofIsThatOfTheNewestCheckpointUnlessASizeIsGiven() {
        JsonNode proof = store.get(PROOF + "inclusion?position=2").isOk().json();

        assertThat(proof.required("size").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(proof.required("index").asLong()).isEqualTo(1);
        assertThat(Base64.getDecoder().decode(proof.required("leafHash").asString()))
                .hasSize(32);
        JsonNode smaller =
                store.get(PROOF + "inclusion?position=2&size=2").isOk().json();
        assertThat(smaller.required("size").asLong()).isEqualTo(2);
        assertThat(smaller.required("hashes")).hasSize(1);
        assertThat(smaller.required("leafHash")).isEqualTo(proof.required("leafHash"));
    }

    @Test
    void consistencyProofIsUpToTheNewestCheckpointUnlessASizeIsGiven() {
        JsonNode proof = store.get(PROOF + "consistency?from=2").isOk().json();

        assertThat(proof.required("from").asLong()).isEqualTo(2);
        assertThat(proof.required("to").asLong()).isGreaterThanOrEqualTo(3);
        JsonNode exact = store.get(PROOF + "consistency?from=2&to=3").isOk().json();
        assertThat(exact.required("to").asLong()).isEqualTo(3);
        assertThat(exact.required("hashes")).hasSize(1);
        assertThat(store.get(PROOF + "consistency?from=3&to=3").isOk().json().required("hashes"))
                .isEmpty();
    }

    @Test
    void whatIsNotInTheTreeIsRefusedByItsName() {
        String beyond = Long.toString(Long.MAX_VALUE);

        store.get(PROOF + "inclusion").isInvalid("position");
        store.get(PROOF + "inclusion?position=" + beyond).isInvalid("position");
        store.get(PROOF + "inclusion?position=1&size=" + beyond).isInvalid("size");
        store.get(PROOF + "inclusion?position=3&size=2").isInvalid("position");
        store.get(PROOF + "inclusion?position=0&size=-1").isInvalid("position", "size");
        store.get(PROOF + "inclusion?position=1&page=1").isInvalid("page");
        store.get(PROOF + "consistency").isInvalid("from");
        store.get(PROOF + "consistency?from=3&to=2").isInvalid("from");
        store.get(PROOF + "consistency?from=1&to=" + beyond).isInvalid("to");
        store.get(PROOF + "consistency?from=0").isInvalid("from");
    }
}
