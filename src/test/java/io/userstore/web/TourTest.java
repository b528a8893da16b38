package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Every endpoint does what it is for. */
@ExtendWith(OutputCaptureExtension.class)
class TourTest extends HttpTest {

    private static final String USERS = "/api/v1/users";

    @Test
    void registeredUserIsThereAtOnce() {
        String email = Bodies.someEmail();

        Answer registered =
                store.postJson(USERS, Bodies.activeRegistration(email)).has(201);

        JsonNode user = registered.json();
        assertThat(List.copyOf(user.propertyNames()))
                .containsExactly(
                        "id",
                        "email",
                        "name",
                        "targetRole",
                        "experienceLevel",
                        "accountStatus",
                        "failedLoginAttempts",
                        "lastLoginAt",
                        "lockedUntil",
                        "createdAt",
                        "updatedAt",
                        "deletedAt",
                        "version");
        assertThat(registered.header("Location")).isEqualTo(USERS + "/" + registered.id());
        assertThat(user.required("email").asString()).isEqualTo(email);
        assertThat(user.required("targetRole").asString()).isEqualTo("Engineer");
        assertThat(user.required("experienceLevel").asString()).isEqualTo("SENIOR");
        assertThat(user.required("accountStatus").asString()).isEqualTo("ACTIVE");
        assertThat(user.required("version").asLong()).isZero();
        assertThat(user.required("lastLoginAt").isNull()).isTrue();
        assertThat(instant(user, "createdAt")).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(store.get(registered.header("Location")).isOk().body()).isEqualTo(registered.body());
        assertThat(store.postJson(USERS + "/lookup", Bodies.email(email)).isOk().body())
                .isEqualTo(registered.body());
    }

    @Test
    void optionalPropertiesMayBeAbsentOrNull() {
        String nulls = Bodies.registration()
                .replace("}", ", \"targetRole\": null, \"experienceLevel\": null, \"accountStatus\": null}");

        JsonNode user = store.postJson(USERS, nulls).has(201).json();

        assertThat(user.required("targetRole").isNull()).isTrue();
        assertThat(user.required("accountStatus").asString()).isEqualTo("PENDING_VERIFICATION");
    }

    @Test
    void addressIsTakenInEverySpelling() {
        String email = Bodies.someEmail();
        String user = newUser(email);
        String shouted = email.toUpperCase(java.util.Locale.ROOT);

        store.postJson(USERS, Bodies.registration(shouted)).isProblem(409, "email-already-registered");
        store.putJson(newUser(Bodies.someEmail()) + "/email", Bodies.email(shouted))
                .isProblem(409, "email-already-registered");
        assertThat(store.postJson(USERS + "/lookup", Bodies.email(shouted))
                        .isOk()
                        .id())
                .isEqualTo(store.get(user).id());
    }

    @Test
    void statusChangesAsTheRulesHaveIt() {
        String user = newUser(Bodies.someEmail());

        assertThat(store.postJson(user + "/status", Bodies.status("SUSPENDED"))
                        .isOk()
                        .json()
                        .required("accountStatus")
                        .asString())
                .isEqualTo("SUSPENDED");
        store.postJson(user + "/status", Bodies.status("LOCKED")).isProblem(409, "invalid-transition");
    }

    @Test
    void failedLoginsLockAndTheAdministratorUnlocks() {
        String user = newUser(Bodies.someEmail());
        store.postJson(user + "/status", Bodies.status("ACTIVE")).isOk();

        JsonNode standing = store.post(user + "/failed-logins").isOk().json();
        assertThat(List.copyOf(standing.propertyNames()))
                .containsExactly("accountStatus", "failedLoginAttempts", "lockedUntil");
        assertThat(standing.required("failedLoginAttempts").asInt()).isEqualTo(1);
        for (int i = 2; i <= 5; i++) {
            standing = store.post(user + "/failed-logins").isOk().json();
        }

        assertThat(standing.required("accountStatus").asString()).isEqualTo("LOCKED");
        assertThat(instant(standing, "lockedUntil")).isAfter(Instant.now());
        store.post(user + "/logins").isProblem(409, "account-not-active");
        store.postJson(user + "/status", Bodies.status("ACTIVE")).isOk();
        JsonNode loggedIn = store.post(user + "/logins").isOk().json();
        assertThat(loggedIn.required("failedLoginAttempts").asInt()).isZero();
        assertThat(loggedIn.required("lockedUntil").isNull()).isTrue();
        assertThat(instant(loggedIn, "lastLoginAt")).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void profileIsReplacedAsAWhole() {
        String user = store.postJson(USERS, Bodies.activeRegistration(Bodies.someEmail()))
                .has(201)
                .header("Location");

        JsonNode changed = store.putJson(user + "/profile", "{\"name\": \"Zo\u00eb \ud83d\ude00\"}")
                .isOk()
                .json();

        assertThat(changed.required("name").asString()).isEqualTo("Zo\u00eb \ud83d\ude00");
        assertThat(changed.required("targetRole").isNull()).isTrue();
        assertThat(changed.required("experienceLevel").isNull()).isTrue();
        assertThat(store.get(user).isOk().json()).isEqualTo(changed);
    }

    @Test
    void erasedUserIsNobodyForEverAndItsAddressIsFree() {
        String email = Bodies.someEmail();
        String user = newUser(email);

        store.post(user + "/erasure").has(204);

        store.get(user).isProblem(404, "user-not-found");
        JsonNode row = store.get(user + "?includeDeleted=true").isOk().json();
        assertThat(row.required("email").asString())
                .isEqualTo("erased-%s@erased.invalid".formatted(row.required("id")));
        assertThat(row.required("name").asString()).isEqualTo("erased");
        assertThat(row.required("deletedAt").isNull()).isFalse();
        store.post(user + "/restoration").isProblem(410, "user-deleted");
        store.putJson(user + "/email", Bodies.email(email)).isProblem(410, "user-deleted");
        store.post(user + "/erasure").has(204);
        newUser(email);
        store.postJson(USERS, Bodies.registration("erased-1@erased.invalid")).isProblem(400, "validation-failed");
    }

    @Test
    void movedAddressIsFreeForOthers() {
        String old = Bodies.someEmail();
        String moved = Bodies.someEmail();

        assertThat(store.putJson(newUser(old) + "/email", Bodies.email(moved))
                        .isOk()
                        .json()
                        .required("email")
                        .asString())
                .isEqualTo(moved);

        store.postJson(USERS + "/lookup", Bodies.email(old)).isProblem(404, "user-not-found");
        newUser(old);
    }

    @Test
    void credentialsAreForThoseWhoCheckPasswords() {
        String email = Bodies.someEmail();
        String user = newUser(email);
        store.putJson(user + "/password-hash", Bodies.passwordHash(Bodies.HASH)).has(204);

        JsonNode credentials = store.postJson(USERS + "/credentials", Bodies.email(email))
                .isOk()
                .json();

        assertThat(List.copyOf(credentials.propertyNames()))
                .containsExactly("id", "passwordHash", "accountStatus", "lockedUntil");
        assertThat(credentials.required("passwordHash").asString()).isEqualTo(Bodies.HASH);
        assertThat(store.get(user).body()).doesNotContain(Bodies.HASH).doesNotContain("passwordHash");
        store.postJson(USERS + "/credentials", Bodies.email(Bodies.someEmail())).isProblem(404, "user-not-found");
    }

    @Test
    void deletedUserIsGoneUntilRestored() {
        String email = Bodies.someEmail();
        String user = newUser(email);

        assertThat(store.delete(user).has(204).body()).isEmpty();

        store.get(user).isProblem(404, "user-not-found");
        store.get(user + "?includeDeleted=false").isProblem(404, "user-not-found");
        assertThat(store.get(user + "?includeDeleted=true")
                        .isOk()
                        .json()
                        .required("deletedAt")
                        .isNull())
                .isFalse();
        store.postJson(USERS + "/lookup", Bodies.email(email)).isProblem(404, "user-not-found");
        store.postJson(USERS + "/credentials", Bodies.email(email)).isProblem(404, "user-not-found");
        store.postJson(USERS, Bodies.registration(email)).isProblem(409, "email-already-registered");
        store.delete(user).isProblem(410, "user-deleted");
        store.post(user + "/logins").isProblem(410, "user-deleted");
        store.post(user + "/failed-logins").isProblem(410, "user-deleted");
        store.putJson(user + "/profile", Bodies.name("Bea")).isProblem(410, "user-deleted");

        assertThat(store.post(user + "/restoration")
                        .isOk()
                        .json()
                        .required("deletedAt")
                        .isNull())
                .isTrue();
        store.get(user).isOk();
        store.post(user + "/restoration").isOk();
    }

    @Test
    void nobodyIsFoundUnderAnIdThatWasNeverGiven(CapturedOutput output) {
        String nobody = USERS + "/" + Long.MAX_VALUE;

        store.get(nobody).isProblem(404, "user-not-found");
        store.delete(nobody).isProblem(404, "user-not-found");
        store.post(nobody + "/restoration").isProblem(404, "user-not-found");
        store.post(nobody + "/failed-logins").isProblem(404, "user-not-found");
        store.postJson(nobody + "/status", Bodies.status("ACTIVE")).isProblem(404, "user-not-found");

        assertThat(output.getAll()).doesNotContain("WARN", "ERROR");
    }

    private String newUser(String email) {
        return store.postJson(USERS, Bodies.registration(email)).has(201).header("Location");
    }

    private static Instant instant(JsonNode json, String property) {
        String text = json.required(property).asString();
        assertThat(text).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z");
        return Instant.parse(text);
    }
}
