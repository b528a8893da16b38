package io.userstore.relay;

import io.userstore.eventlog.DatabaseFailure;
import java.util.Objects;
import java.util.OptionalLong;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.springframework.transaction.support.TransactionOperations;

/** How far the relay has come, and which node has the right to go on from there: a token in Axon's store, and its claim. */
final class RelayToken {

    private static final int SEGMENT = 0;

    private final TokenStore store;
    private final TransactionOperations transaction;
    private final String name;

    /** @param topic each has a token of its own, so that another topic gets the log from its beginning */
    RelayToken(TokenStore store, TransactionOperations transaction, String topic) {
        this.store = store;
        this.transaction = transaction;
        this.name = "kafka " + topic;
    }

    /** The last position that was delivered; absent if another node relays. */
    OptionalLong claim() {
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                if (store.fetchSegments(name).length == 0) {
                    store.initializeTokenSegments(name, 1, new GlobalSequenceTrackingToken(0));
                }
                TrackingToken token = store.fetchToken(name, SEGMENT);
                return OptionalLong.of(token.position().orElse(0));
            }));
        } catch (UnableToClaimTokenException e) {
            return OptionalLong.empty();
        } catch (RuntimeException e) {
            if (!DatabaseFailure.violatedConstraint(e).isEmpty()) {
                // Another node has just made the token.
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /** @throws UnableToClaimTokenException if another node has the claim */
    void moveTo(long position) {
        transaction.executeWithoutResult(
                status -> store.storeToken(new GlobalSequenceTrackingToken(position), name, SEGMENT));
    }

    /** @throws UnableToClaimTokenException if another node has the claim */
    void extendClaim() {
        transaction.executeWithoutResult(status -> store.extendClaim(name, SEGMENT));
    }

    /** A claim that is another node's is left alone. */
    void release() {
        transaction.executeWithoutResult(status -> store.releaseClaim(name, SEGMENT));
    }
}
