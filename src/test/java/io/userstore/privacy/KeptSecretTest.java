package io.userstore.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.AtOnce;
import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.user.command.Erase;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** All nodes sign with one key, whatever becomes of users' keys and of the key-encryption key. */
class KeptSecretTest {

    private static final String NOT_BUILDING = "userstore.audit.build-tree=false";

    private static String secret(TestNode node) {
        return HexFormat.of().formatHex(node.bean(KeptSecret.class).findOrMake());
    }

    @Test
    void nodesThatNeedItAtOnceHaveTheSameAndKeepItThroughErasuresAndRotations() {
        TestDatabase database = TestDatabase.fresh();
        String made;
        try (TestNode one = TestNode.on(database, NOT_BUILDING);
                TestNode other = TestNode.on(database, NOT_BUILDING);
                AtOnce callers = new AtOnce()) {
            List<String> all = callers.run(8, caller -> () -> secret(caller % 2 == 0 ? one : other));
            made = all.get(0);
            assertThat(all).containsOnly(made).allMatch(secret -> secret.length() == 2 * DataKey.BYTES);

            long id = one.<Long>send(TestUsers.user("ann@example.com"));
            one.send(new Erase(id));
            one.bean(KeyRotation.class).rotate(true, (done, total) -> {});
            assertThat(secret(other)).isEqualTo(made);
        }
        try (TestNode fresh = TestNode.on(database, NOT_BUILDING)) {
            assertThat(secret(fresh)).isEqualTo(made);
        }
    }

    @Test
    void itIsKeptInTheDatabaseOfTheKeysAndIsNoUsers() {
        TestDatabase keys = TestDatabase.fresh();
        try (TestNode node = TestNode.on(TestDatabase.fresh(), KeysOfTheirOwn.in(keys, NOT_BUILDING))) {
            secret(node);

            assertThat(new JdbcTemplate(keys.dataSource())
                            .queryForList("SELECT aggregate_id FROM data_keys", String.class))
                    .containsExactly(KeptSecret.NAME);
            assertThat(node.bean(KeyDatabase.class).hasAny()).isFalse();
        }
    }

    @Test
    void oneThatWasTamperedWithIsBrokenAndNotMadeAnew() {
        try (TestNode node = TestNode.on(TestDatabase.fresh(), NOT_BUILDING)) {
            secret(node);
            node.jdbc().update("UPDATE data_keys SET wrapped_key = set_byte(wrapped_key, 30, 1)");
            node.jdbc().update("UPDATE data_keys SET wrapped_key = set_byte(wrapped_key, 31, 1)");

            assertThatThrownBy(() -> secret(node)).isInstanceOf(SealBroken.class);
        }
    }
}
