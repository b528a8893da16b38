package io.userstore.privacy;

import io.userstore.TestDatabase;
import java.util.stream.Stream;

/** Properties of a node whose keys are in another database than its log. */
final class KeysOfTheirOwn {

    private KeysOfTheirOwn() {}

    static String[] in(TestDatabase keys, String... more) {
        return Stream.concat(
                        Stream.of(
                                "userstore.privacy.database.url=" + keys.url(),
                                "userstore.privacy.database.username=" + keys.username(),
                                "userstore.privacy.database.password=" + keys.password()),
                        Stream.of(more))
                .toArray(String[]::new);
    }
}
