package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import org.junit.jupiter.api.Test;

/** Behind a proxy the source address on record is the client's, on the word of that proxy alone. */
class ForwardedAddressTest {

    @Test
    void addressIsThatWhichTheNamedProxyTellsAndNobodyElse() {
        TestDatabase database = TestDatabase.fresh();
        assertThat(sourceAddress(database, "127.0.0.1/32")).isEqualTo("203.0.113.9");
        assertThat(sourceAddress(database, "172.30.8.2/32")).isEqualTo("127.0.0.1");
    }

    private static String sourceAddress(TestDatabase database, String proxy) {
        try (HttpNode node = HttpNode.on(
                database,
                "server.forward-headers-strategy=native",
                "server.tomcat.remoteip.internal-proxies=" + proxy)) {
            Answer user = node.client()
                    .postJson("/api/v1/users", Bodies.registration(), "X-Forwarded-For", "203.0.113.9")
                    .has(201);
            Answer history =
                    node.client().get("/api/v1/events?type=user.registered").isOk();
            return history.json()
                    .required("items")
                    .valueStream()
                    .filter(item -> item.required("userId").asLong() == user.id())
                    .findFirst()
                    .orElseThrow()
                    .required("sourceAddress")
                    .asString();
        }
    }
}
