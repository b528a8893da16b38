package io.userstore.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document as the store serves it. */
record ApiDocument(JsonNode json) {

    /** @param path with {@code {id}} where a user's id goes */
    record Operation(String method, String path, JsonNode json) {

        /** Any one of them suffices. */
        Set<Scope> scopes() {
            return StreamSupport.stream(json.at("/security/0/bearer").spliterator(), false)
                    .map(scope -> Scope.of(scope.asString()).orElseThrow())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        JsonNode properties() {
            return json.at("/requestBody/content/application~1json/schema/properties");
        }

        List<String> parameters(String place) {
            return StreamSupport.stream(json.path("parameters").spliterator(), false)
                    .filter(parameter -> parameter.required("in").asString().equals(place))
                    .map(parameter -> parameter.required("name").asString())
                    .toList();
        }

        String pathOf(Object id) {
            return path.replace("{id}", id.toString());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static ApiDocument of(Client client) {
        return new ApiDocument(client.get("/v3/api-docs").isOk().json());
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        json.required("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return operations;
    }
}
