package io.userstore.privacy;

import io.userstore.eventlog.DatabaseFailure;
import io.userstore.eventlog.LogUnavailable;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/**
 * The one secret of the store that is no user's: 256 random bits from which the key is made that signs checkpoints of the
 * log. Kept as data keys are, beside them and wrapped by the same key-encryption key, so that a rotation takes it along;
 * under a name that no stream has, so that no erasure does.
 */
public final class KeptSecret {

    /** Streams are named by numbers. */
    static final String NAME = "checkpoint signing key";

    private static final int ATTEMPTS = 5;

    private final KeyDatabase database;
    private final KeyWrapping wrapping;

    KeptSecret(KeyDatabase database, KeyWrapping wrapping) {
        this.database = database;
        this.wrapping = wrapping;
    }

    /**
     * The same for every node and at every time; made by whoever is first. Not to be called in a transaction, which could
     * take back what was made.
     *
     * @throws LogUnavailable if the keys are out of reach
     * @throws SealBroken if it is not as it was stored
     */
    public byte[] findOrMake() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<byte[]> found = find();
            if (found.isPresent()) {
                return found.get();
            }
            make();
        }
        throw new LogUnavailable("the key of checkpoints could not be stored", null);
    }

    /**
     * Empty if it was not made yet, or is lost.
     *
     * @throws LogUnavailable if the keys are out of reach
     * @throws SealBroken if it is not as it was stored
     */
    public Optional<byte[]> find() {
        try {
            return Optional.ofNullable(database.find(List.of(NAME)).get(NAME)).map(this::unwrapped);
        } catch (DataAccessException e) {
            throw outOfReach(e);
        }
    }

    private static LogUnavailable outOfReach(DataAccessException e) {
        return new LogUnavailable("the data keys are out of reach", e);
    }

    private byte[] unwrapped(Optional<byte[]> wrapped) {
        try {
            return wrapping.unwrap(NAME, wrapped.orElseThrow(() -> new GeneralSecurityException("it was destroyed")))
                    .bytes();
        } catch (GeneralSecurityException e) {
            throw new SealBroken("the key of checkpoints is broken", e);
        }
    }

    /** Another node may be faster; what is in the database then is what counts. */
    private void make() {
        try {
            database.insert(wrapping.wrap(NAME, DataKey.random()));
        } catch (DataAccessException e) {
            if (wrapping.explain(DatabaseFailure.violatedConstraint(e)) == null) {
                throw outOfReach(e);
            }
        }
    }
}
