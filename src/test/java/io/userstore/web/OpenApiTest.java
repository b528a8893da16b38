package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends HttpTest {

    @Test
    void frameSaysWhatItIsAndHowToGetIn() {
        JsonNode document = ApiDocument.of(store).json();

        assertThat(document.required("openapi").asString()).startsWith("3.1");
        assertThat(document.at("/info/title").asString()).isEqualTo("userstore");
        assertThat(document.at("/info/version").asString()).isNotBlank();
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("/");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
    }

    @Test
    void everyOperationSaysWhatItIsForAndHowItCanFail() {
        for (ApiDocument.Operation operation : ApiDocument.of(store).operations()) {
            JsonNode responses = operation.json().required("responses");
            assertThat(operation.json().path("summary").asString(""))
                    .describedAs("%s", operation)
                    .isNotBlank();
            assertThat(responses.propertyNames())
                    .describedAs("%s", operation)
                    .contains("400", "401", "403", "500", "503");
            responses.properties().forEach(response -> {
                if (response.getKey().compareTo("400") >= 0) {
                    assertThat(response.getValue()
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .asString())
                            .describedAs("%s %s", operation, response.getKey())
                            .isEqualTo("#/components/schemas/Problem");
                }
            });
        }
    }

    @Test
    void everyChangeTakesTheHeadersOfACommand() {
        for (ApiDocument.Operation operation : ApiDocument.of(store).operations()) {
            if (operation.scopes().equals(Set.of(Scope.USERS_WRITE))) {
                assertThat(operation.parameters("header"))
                        .describedAs("%s", operation)
                        .contains("Idempotency-Key", "X-Reason", "traceparent");
                assertThat(operation.parameters("header").contains("If-Match"))
                        .isEqualTo(operation.path().contains("{id}"));
                assertThat(operation.json().at("/responses").toString()).contains("\"ETag\"");
            }
        }
    }

    @Test
    void problemListsEveryCode() {
        JsonNode codes = ApiDocument.of(store).json().at("/components/schemas/Problem/properties/code/enum");

        assertThat(codes).hasSize(ProblemCode.values().length);
        assertThat(codes.toString()).contains("\"validation-failed\"", "\"idempotency-key-reused\"", "\"unavailable\"");
    }

    @Test
    void profileSaysWhatMayBeNull() {
        JsonNode profile = ApiDocument.of(store).json().at("/components/schemas/UserView");

        assertThat(profile.required("required")).hasSize(13);
        assertThat(profile.at("/properties/email/type").asString()).isEqualTo("string");
        assertThat(profile.at("/properties/lockedUntil/type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(ApiDocument.of(store)
                        .json()
                        .at("/components/schemas/UserPage/properties/next/type")
                        .toString())
                .isEqualTo("[\"integer\",\"null\"]");
    }

    @Test
    void bodySaysWhatIsNeededAndItsLimits() {
        ApiDocument.Operation registration = ApiDocument.of(store).operations().stream()
                .filter(operation -> operation.toString().equals("POST /api/v1/users"))
                .findFirst()
                .orElseThrow();

        assertThat(registration
                        .json()
                        .at("/requestBody/content/application~1json/schema/required")
                        .toString())
                .isEqualTo("[\"email\",\"name\",\"passwordHash\"]");
        assertThat(registration.properties().at("/email/maxLength").asInt()).isEqualTo(254);
        assertThat(registration.properties().at("/experienceLevel/enum")).hasSize(7);
        assertThat(List.copyOf(registration.json().at("/responses/201/headers").propertyNames()))
                .contains("ETag", "Location");
    }
}
