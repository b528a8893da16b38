package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A request that is repeated under its idempotency key gets the first answer, and changes nothing more. */
class RepetitionTest extends HttpTest {

    private static final String KEY = "Idempotency-Key";

    private final String key = UUID.randomUUID().toString();

    @Test
    void registrationIsMadeOnce() {
        String body = Bodies.registration();

        Answer first = store.postJson("/api/v1/users", body, KEY, key).has(201);
        store.putJson(first.header("Location") + "/profile", Bodies.name("Bea")).isOk();
        Answer again = store.postJson("/api/v1/users", body, KEY, key).has(201);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        store.postJson("/api/v1/users", body).isProblem(409, "email-already-registered");
    }

    @Test
    void failedLoginIsCountedOnce() {
        String user = newUser();

        Answer first = store.post(user + "/failed-logins", KEY, key).isOk();
        Answer again = store.post(user + "/failed-logins", KEY, key).isOk();

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(store.get(user).json().required("failedLoginAttempts").asInt())
                .isEqualTo(1);
    }

    @Test
    void changeIsAnsweredAsItWasWhateverCameLater() {
        String user = newUser();

        Answer first =
                store.putJson(user + "/profile", Bodies.name("Bea"), KEY, key).isOk();
        store.putJson(user + "/profile", Bodies.name("Cleo")).isOk();
        Answer again =
                store.putJson(user + "/profile", Bodies.name("Bea"), KEY, key).isOk();

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("ETag")).isEqualTo("\"1\"");
        assertThat(store.get(user).json().required("name").asString()).isEqualTo("Cleo");
    }

    @Test
    void deletionIsAnsweredAgainThoughTheUserIsGone() {
        String user = newUser();

        Answer first = store.delete(user, KEY, key).has(204);
        Answer again = store.delete(user, KEY, key).has(204);

        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        store.delete(user).isProblem(410, "user-deleted");
    }

    @Test
    void keyOfAnotherRequestIsRefused() {
        String user = newUser();
        store.putJson(user + "/profile", Bodies.name("Bea"), KEY, key).isOk();

        store.putJson(user + "/profile", Bodies.name("Cleo"), KEY, key).isProblem(422, "idempotency-key-reused");
        store.post(user + "/failed-logins", KEY, key).isProblem(422, "idempotency-key-reused");
        store.putJson(newUser() + "/profile", Bodies.name("Bea"), KEY, key).isProblem(422, "idempotency-key-reused");

        assertThat(store.get(user).header("ETag")).isEqualTo("\"1\"");
    }

    private String newUser() {
        return store.postJson("/api/v1/users", Bodies.registration()).has(201).header("Location");
    }
}
