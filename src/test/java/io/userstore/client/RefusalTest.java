package io.userstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.user.UserRejected;
import io.userstore.user.UserRejected.Code;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

    @ParameterizedTest
    @EnumSource
    void everyRejectionOfTheDomainIsOneHere(Code code) {
        RuntimeException refusal = refusal(409, "{\"code\": \"" + code + "\", \"detail\": \"why\", \"new\": [1]}");

        assertThat(refusal).isInstanceOf(UserRejected.class).hasMessage("why");
        assertThat(((UserRejected) refusal).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "null", "[]", "\"text\"", "{}", "{\"code\": 7, \"errors\": {}}"})
    void answerOfSomebodyElseIsItsStatus(String body) {
        assertThat(refusal(404, body)).isInstanceOfSatisfying(StoreRefused.class, refused -> {
            assertThat(refused.status()).isEqualTo(404);
        });
    }

    @Test
    void faultsOfFieldsAreNamed() {
        assertThat(refusal(
                        400,
                        "{\"code\": \"validation-failed\", \"detail\": \"See errors.\", \"errors\": [{\"field\": \"reason\","
                                + " \"message\": \"must be short\"}]}"))
                .isInstanceOf(StoreRefused.class)
                .hasMessage("validation-failed: See errors. reason must be short.");
    }

    private static RuntimeException refusal(int status, String body) {
        Reply reply = new Reply(
                status, HttpHeaders.of(Map.of(), (name, value) -> true), body.getBytes(StandardCharsets.UTF_8), false);
        return Refusal.in(reply).toException(status);
    }
}
