package io.userstore.relay;

import io.userstore.eventlog.TransactionLimits;
import java.sql.SQLException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** How far the relay has come, and which node has the right to go on from there: a token in Axon's store, and its claim. */
final class RelayToken {

    private static final int SEGMENT = 0;
    private static final String UNIQUE_VIOLATION = "23505";

    private final TokenStore store;
    private final TransactionOperations transaction;
    private final JdbcOperations jdbc;
    private final String name;

    /**
     * @param jdbc of the same transactions
     * @param topic each has a token of its own, so that another topic gets the log from its beginning
     */
    RelayToken(TokenStore store, TransactionOperations transaction, JdbcOperations jdbc, String topic) {
        this.store = store;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.name = nameFor(topic);
    }

    static String nameFor(String topic) {
        return "kafka " + topic;
    }

    /** The last position that was delivered; absent if another node relays. */
    OptionalLong claim() {
        try {
            return Objects.requireNonNull(inTransaction(() -> {
                if (store.fetchSegments(name).length == 0) {
                    store.initializeTokenSegments(name, 1, new GlobalSequenceTrackingToken(0));
                }
                return OptionalLong.of(position());
            }));
        } catch (RuntimeException e) {
            // Or another node has just made the token.
            if (isTaken(e) || UNIQUE_VIOLATION.equals(sqlState(e))) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /** Whether it means that the claim is another node's, and not that nobody knows: the store says both alike. */
    static boolean isTaken(Throwable failure) {
        return failure instanceof UnableToClaimTokenException && sqlState(failure) == null;
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Objects.requireNonNullElse(sql.getSQLState(), "");
            }
        }
        return null;
    }

    private long position() {
        return store.fetchToken(name, SEGMENT).position().orElse(0);
    }

    /**
     * Never back: who slept while others relayed may find the token without an owner.
     *
     * @param from where it was
     * @throws UnableToClaimTokenException if another node has the claim, or had it since
     */
    void move(long from, long to) {
        inTransaction(() -> {
            if (position() != from) {
                throw new UnableToClaimTokenException("another node has moved the token on");
            }
            store.storeToken(new GlobalSequenceTrackingToken(to), name, SEGMENT);
            return to;
        });
    }

    /** @throws UnableToClaimTokenException if another node has the claim */
    void extendClaim() {
        inTransaction(() -> {
            store.extendClaim(name, SEGMENT);
            return name;
        });
    }

    /** A claim that is another node's is left alone. */
    void release() {
        inTransaction(() -> {
            store.releaseClaim(name, SEGMENT);
            return name;
        });
    }

    /** All nodes need the token's row: none holds it for long. */
    private <T> @Nullable T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> {
            TransactionLimits.set(jdbc);
            return work.get();
        });
    }
}
