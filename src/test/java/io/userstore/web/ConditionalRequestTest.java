package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalRequestTest extends HttpTest {

    private String user = "";

    @BeforeEach
    void register() {
        Answer registered =
                store.postJson("/api/v1/users", Bodies.registration()).has(201);
        assertThat(registered.header("ETag")).isEqualTo("\"0\"");
        user = registered.header("Location");
    }

    @Test
    void everyChangeGivesTheNextVersion() {
        Answer active = store.postJson(user + "/status", Bodies.status("ACTIVE"), "If-Match", "\"0\"")
                .isOk();
        Answer named = store.putJson(user + "/profile", Bodies.name("Bea"), "If-Match", active.header("ETag"))
                .isOk();
        Answer hashed = store.putJson(
                        user + "/password-hash", Bodies.passwordHash(Bodies.HASH), "If-Match", named.header("ETag"))
                .has(204);
        Answer failed = store.post(user + "/failed-logins", "If-Match", hashed.header("ETag"))
                .isOk();
        Answer deleted = store.delete(user, "If-Match", failed.header("ETag")).has(204);

        assertThat(deleted.header("ETag")).isEqualTo("\"5\"");
        assertThat(named.json().required("version").asLong()).isEqualTo(2);
        assertThat(store.get(user + "?includeDeleted=true").isOk().header("ETag"))
                .isEqualTo("\"5\"");
    }

    @Test
    void staleVersionIsRefusedAndChangesNothing() {
        store.putJson(user + "/profile", Bodies.name("Bea")).isOk();

        store.putJson(user + "/profile", Bodies.name("Cleo"), "If-Match", "\"0\"")
                .isProblem(412, "version-conflict");
        store.putJson(user + "/profile", Bodies.name("Cleo"), "If-Match", "\"2\"")
                .isProblem(412, "version-conflict");

        assertThat(store.get(user).isOk().json().required("name").asString()).isEqualTo("Bea");
    }

    @Test
    void commandWithoutEffectAnswersTheVersionThereIs() {
        Answer answer = store.postJson(user + "/status", Bodies.status("PENDING_VERIFICATION"), "If-Match", "\"0\"")
                .isOk();

        assertThat(answer.header("ETag")).isEqualTo("\"0\"");
        store.postJson(user + "/status", Bodies.status("PENDING_VERIFICATION"), "If-Match", "\"1\"")
                .isProblem(412, "version-conflict");
    }

    @Test
    void starExpectsNothing() {
        store.putJson(user + "/profile", Bodies.name("Bea"), "If-Match", "*").isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"0\"", "\"00\"", "\"\"", "\"other\"", "\"99999999999999999999\""})
    void tagThatIsNotOursMatchesNothing(String tag) {
        store.delete(user, "If-Match", tag).isProblem(412, "version-conflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"0", "\"0\", \"1\"", "'0'"})
    void malformedTagIsRefused(String tag) {
        store.delete(user, "If-Match", tag).isInvalid("If-Match");
    }

    @Test
    void twoTagsAreRefused() {
        store.delete(user, "If-Match", "\"0\"", "If-Match", "\"0\"").isInvalid("If-Match");
    }

    @Test
    void registrationExpectsNoVersion() {
        store.postJson("/api/v1/users", Bodies.registration(), "If-Match", "\"0\"")
                .isInvalid("If-Match");
        store.postJson("/api/v1/users", Bodies.registration(), "If-Match", "*").isInvalid("If-Match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "W/\"0\"", "\"7\", \"0\""})
    void knownVersionIsNotSentAgain(String tags) {
        Answer answer = store.get(user, "If-None-Match", tags).has(304);

        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo("\"0\"");
        store.send("HEAD", user, BodyPublishers.noBody(), "If-None-Match", tags).has(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "0", "garbage", "\"0"})
    void otherVersionIsSent(String tags) {
        assertThat(store.get(user, "If-None-Match", tags).isOk().id()).isPositive();
    }
}
