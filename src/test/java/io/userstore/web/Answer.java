package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the store answered. */
record Answer(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    JsonNode json() {
        return JSON.readTree(body);
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    long id() {
        return json().required("id").asLong();
    }

    /** The fields that the problem's errors name, in their order. */
    List<String> faultyFields() {
        return StreamSupport.stream(json().path("errors").spliterator(), false)
                .map(error -> error.required("field").asString())
                .toList();
    }

    Answer isOk() {
        return has(200);
    }

    Answer has(int expected) {
        assertThat(status).describedAs(body).isEqualTo(expected);
        return this;
    }

    Answer isProblem(int expected, String code) {
        has(expected);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(header("Cache-Control")).isEqualTo("no-store");
        assertThat(json().required("code").asString()).isEqualTo(code);
        assertThat(json().required("status").asInt()).isEqualTo(expected);
        assertThat(json().required("type").asString()).isEqualTo("urn:userstore:problem:" + code);
        assertThat(json().required("title").asString()).isNotBlank();
        return this;
    }

    Answer isInvalid(String... fields) {
        isProblem(400, "validation-failed");
        assertThat(faultyFields()).describedAs(body).containsExactlyInAnyOrder(fields);
        return this;
    }
}
