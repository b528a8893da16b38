package io.userstore.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RelayTokenTest {

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.on(TestDatabase.fresh());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static TransactionTemplate transaction() {
        return new TransactionTemplate(node.bean(PlatformTransactionManager.class));
    }

    private static RelayToken token(String topic) {
        return new RelayToken(node.bean(TokenStore.class), transaction(), node.bean(JdbcOperations.class), topic);
    }

    @Test
    void nodeThatSleptDoesNotMoveTheTokenBack() {
        RelayToken token = token("back");
        assertThat(token.claim()).hasValue(0);
        token.move(0, 5);
        token.release();

        assertThatThrownBy(() -> token.move(0, 3))
                .isInstanceOf(UnableToClaimTokenException.class)
                .satisfies(e -> assertThat(RelayToken.isTaken(e)).isTrue());

        assertThat(token.claim()).hasValue(5);
    }

    @Test
    void nodeThatIsPausedInATransactionIsThrownOut() {
        RelayToken token = token("paused");

        List<String> limit = transaction().execute(status -> {
            token.claim();
            return node.bean(JdbcOperations.class)
                    .queryForList("SHOW idle_in_transaction_session_timeout", String.class);
        });

        assertThat(limit).containsExactly("4s");
    }

    @Test
    void failureOfTheDatabaseIsNotTheClaimOfAnother() {
        assertThat(RelayToken.isTaken(new UnableToClaimTokenException("taken"))).isTrue();
        assertThat(RelayToken.isTaken(new UnableToClaimTokenException("?", new SQLException("gone", "08006"))))
                .isFalse();
    }
}
