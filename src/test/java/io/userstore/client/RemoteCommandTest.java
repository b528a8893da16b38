package io.userstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.command.RecordLogin;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RemoteCommandTest {

    /** What a service may well have as the one who acts, and may not want to send. */
    record Login(String name, String email) {}

    private static final Login LOGIN = new Login("ann", "ann@example.org");

    static Stream<Object> versions() {
        return Stream.of(3L, 3, (short) 3);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void expectedVersionIsAWholeNumber(Object version) {
        assertThat(sent(Map.of(MetaDataKeys.EXPECTED_VERSION, version))
                        .required("expectedVersion")
                        .asLong())
                .isEqualTo(3);
    }

    static Stream<Map<String, Object>> senseless() {
        return Stream.of(
                Map.of(MetaDataKeys.EXPECTED_VERSION, "3"),
                Map.of(MetaDataKeys.EXPECTED_VERSION, 3.0),
                Map.of(MetaDataKeys.EXPECTED_VERSION, new BigDecimal("3.5")),
                Map.of(MetaDataKeys.ON_BEHALF_OF, LOGIN));
    }

    @ParameterizedTest
    @MethodSource("senseless")
    void metaDataThatMeansNothingIsRefusedBeforeAnythingIsSent(Map<String, Object> metaData) {
        String name = metaData.keySet().iterator().next();
        try (UnreliableStore nobody = UnreliableStore.before("http://127.0.0.1:1");
                Service service = Service.of(nobody.url())) {
            assertThat(service.send(new RecordLogin(1), MetaData.from(metaData)).exceptionResult())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
            assertThatThrownBy(() -> service.bean(CommandGateway.class)
                            .sendAndWait(new GenericCommandMessage<>(new RecordLogin(1), metaData)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(nobody.requests()).isZero();
        }
    }

    @Test
    void serviceHasNoVersionToExpectUnlessItSaysSo() {
        assertThat(sent(Collections.singletonMap(MetaDataKeys.EXPECTED_VERSION, null))
                        .has("expectedVersion"))
                .isFalse();
    }

    @Test
    void actorOfTheServiceIsTheOneForWhomItIsDoneIfItIsAText() {
        assertThat(sent(Map.of(MetaDataKeys.ACTOR, "clerk-7"))
                        .required("onBehalfOf")
                        .asString())
                .isEqualTo("clerk-7");
        assertThat(sent(Map.of(MetaDataKeys.ACTOR, LOGIN)).has("onBehalfOf")).isFalse();
        assertThat(sent(Map.of(MetaDataKeys.ACTOR, LOGIN, MetaDataKeys.ON_BEHALF_OF, "Ann"))
                        .required("onBehalfOf")
                        .asString())
                .isEqualTo("Ann");
    }

    private static JsonNode sent(Map<String, Object> metaData) {
        RemoteCommand command = new RemoteCommand(new GenericCommandMessage<>(new RecordLogin(1), metaData));
        return Reply.JSON.readTree(Objects.requireNonNull(command.call().body()));
    }
}
