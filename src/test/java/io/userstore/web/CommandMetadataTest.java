package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who, why, from where and as part of what: every event knows. */
class CommandMetadataTest extends HttpTest {

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private EventStore log;

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void everyEventOfACommandKnowsWhereItCameFrom() {
        String key = UUID.randomUUID().toString();
        Answer user = store.postJson(
                        "/api/v1/users",
                        Bodies.registration(),
                        "X-Reason",
                        "asked for by phone",
                        "Idempotency-Key",
                        key,
                        "X-Forwarded-For",
                        "203.0.113.9",
                        "traceparent",
                        "00-" + TRACE_ID + "-00f067aa0ba902b7-01")
                .has(201);

        JsonNode metaData = metaDataOf(user.id(), 0);
        assertThat(metaData.required("actor").asString()).isEqualTo(TestTokens.ACTOR);
        assertThat(metaData.required("reason").asString()).isEqualTo("asked for by phone");
        assertThat(metaData.required("sourceAddress").asString()).isEqualTo("127.0.0.1");
        assertThat(metaData.required("correlationId").asString()).isEqualTo(TRACE_ID);
        assertThat(metaData.required("idempotencyKey").asString()).isEqualTo(key);
        assertThat(metaData.required("causationId").asString()).isNotBlank();
    }

    @Test
    void whatTheCallerDidNotSayIsNotThere() {
        Answer user = store.postJson("/api/v1/users", Bodies.registration(), "traceparent", "garbage")
                .has(201);

        JsonNode metaData = metaDataOf(user.id(), 0);
        assertThat(metaData.has("reason")).isFalse();
        assertThat(metaData.has("idempotencyKey")).isFalse();
        assertThat(metaData.required("correlationId").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void actorIsWhoeverWasAuthenticated() {
        Answer user = store.postJson("/api/v1/users", Bodies.registration()).has(201);
        String path = user.header("Location");

        anonymous
                .with(TestTokens.only(Scope.USERS_WRITE))
                .post(path + "/failed-logins")
                .isOk();
        anonymous
                .with(JwtTest.token("service-a", "users:write"))
                .post(path + "/failed-logins")
                .isOk();

        assertThat(metaDataOf(user.id(), 1).required("actor").asString()).isEqualTo(TestTokens.only(Scope.USERS_WRITE));
        assertThat(metaDataOf(user.id(), 2).required("actor").asString()).isEqualTo("service-a");
    }

    /** As it is read: reason and address are sealed in the log. */
    private JsonNode metaDataOf(long user, long version) {
        MetaData metaData = log.readEvents(Long.toString(user), version).next().getMetaData();
        return JsonMapper.builder().build().valueToTree(Map.copyOf(metaData));
    }
}
