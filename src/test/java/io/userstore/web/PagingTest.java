package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PagingTest extends HttpTest {

    /** Of this test's own users, whoever else is there. */
    private final String role = "Role " + UUID.randomUUID();

    private final List<Long> users = new ArrayList<>();

    @BeforeEach
    void registerSix() {
        for (int i = 0; i < 6; i++) {
            users.add(store.postJson("/api/v1/users", registration(i % 2 == 0 ? "MID" : "LEAD"))
                    .has(201)
                    .id());
        }
    }

    private String registration(String level) {
        return """
                {"email": "%s", "passwordHash": "%s", "name": "Ann", "targetRole": "%s", "experienceLevel": "%s"}""".formatted(Bodies.someEmail(), Bodies.HASH, role, level);
    }

    @Test
    void pagesHaveEachUserOnceInTheOrderOfTheirIds() {
        List<Long> inOrder = users.stream().sorted().toList();

        for (int limit = 1; limit <= 7; limit++) {
            assertThat(idsOnAllPages("limit=" + limit)).isEqualTo(inOrder);
        }
        assertThat(idsOnAllPages("limit=500")).isEqualTo(inOrder);
        assertThat(idsOnAllPages("includeDeleted=false")).isEqualTo(inOrder);
    }

    @Test
    void lastPageHasNoNextThoughItIsFull() {
        JsonNode first = page("limit=3");
        JsonNode last = page("limit=3&after=" + first.required("next").asLong());

        assertThat(last.required("items").size()).isEqualTo(3);
        assertThat(last.required("next").isNull()).isTrue();
        assertThat(page("after=" + Long.MAX_VALUE).required("items").size()).isZero();
    }

    @Test
    void filtersNarrowThePagesDown() {
        String user = "/api/v1/users/" + users.get(0);
        store.postJson(user + "/status", Bodies.status("ACTIVE")).isOk();

        assertThat(idsOnAllPages("limit=2&experienceLevel=MID")).hasSize(3).contains(users.get(0));
        assertThat(idsOnAllPages("limit=2&status=ACTIVE")).containsExactly(users.get(0));
        assertThat(idsOnAllPages("limit=2&status=ACTIVE&experienceLevel=LEAD")).isEmpty();
    }

    @Test
    void deletedUsersAreListedOnDemandOnly() {
        store.delete("/api/v1/users/" + users.get(2)).has(204);

        assertThat(idsOnAllPages("limit=2")).hasSize(5).doesNotContain(users.get(2));
        assertThat(idsOnAllPages("limit=2&includeDeleted=true")).hasSize(6);
    }

    private List<Long> idsOnAllPages(String query) {
        List<Long> ids = new ArrayList<>();
        JsonNode page = page(query);
        page.required("items").forEach(user -> ids.add(user.required("id").asLong()));
        while (!page.required("next").isNull()) {
            page = page(query + "&after=" + page.required("next").asLong());
            page.required("items").forEach(user -> ids.add(user.required("id").asLong()));
            assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
        }
        return ids;
    }

    private JsonNode page(String query) {
        return store.get("/api/v1/users?targetRole=" + role.replace(" ", "%20") + "&" + query)
                .isOk()
                .json();
    }
}
