package io.userstore.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.userstore.eventlog.DatabaseFailure;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.eventlog.StreamMemory;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.ExecutionResult;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** The keys of streams, as far as this node has needed them lately. */
final class DataKeys implements StreamMemory {

    /** Of a key that nobody needs; those of erased users are forgotten as soon as the node hears of it. */
    private static final Duration LONGEST_MEMORY = Duration.ofMinutes(10);

    private final KeyDatabase database;
    private final Predicate<String> streams;
    private final KeyWrapping wrapping;
    private final Cache<String, Known> known;
    private final Map<String, Unborn> unborn = new ConcurrentHashMap<>();

    /** @param streams tells whether the log has a stream */
    DataKeys(KeyDatabase database, Predicate<String> streams, KeyWrapping wrapping, long mostRemembered) {
        this.streams = streams;
        this.database = database;
        this.wrapping = wrapping;
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(mostRemembered)
                .expireAfterAccess(LONGEST_MEMORY)
                .build();
    }

    /** A key whose user is not registered yet, and the unit of work that registers it. */
    private record Unborn(
            DataKey key, WrappedKey wrapped, @Nullable UnitOfWork<?> by, boolean isNew) {

        boolean isBeingMadeHere() {
            return by != null && CurrentUnitOfWork.isStarted() && CurrentUnitOfWork.get() == by;
        }
    }

    /** A row of the table, its key unwrapped by whoever needs it first; neither is there once the key was destroyed. */
    private static final class Known {

        private final byte @Nullable [] wrapped;
        private volatile @Nullable DataKey key;

        Known(byte @Nullable [] wrapped, @Nullable DataKey key) {
            this.wrapped = wrapped;
            this.key = key;
        }
    }

    /**
     * The key that is being made, with its stream's first event; the same for all that the event says.
     *
     * @param mayBeLeft whether a key that is there, of a stream that is not, is of the same user: an import that was killed
     *     left it
     * @throws ConcurrencyException if the stream has a key already
     */
    DataKey toBegin(String stream, boolean mayBeLeft) throws GeneralSecurityException {
        Unborn made = unborn.get(stream);
        if (made == null) {
            DataKey key = DataKey.random();
            UnitOfWork<?> by = CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get() : null;
            made = new Unborn(key, wrapping.wrap(stream, key), by, true);
            if (database.isOfItsOwn() && !insert(made.wrapped())) {
                made = left(stream, mayBeLeft, by);
            }
            unborn.put(stream, made);
            rememberWhenBorn(stream, made);
        }
        return made.key();
    }

    private Unborn left(String stream, boolean mayBeLeft, @Nullable UnitOfWork<?> by) throws GeneralSecurityException {
        try {
            Optional<WrappedKey> left =
                    mayBeLeft && !streams.test(stream) ? database.findWhole(stream) : Optional.empty();
            if (left.isPresent()) {
                return new Unborn(wrapping.unwrap(stream, left.get().bytes()), left.get(), by, false);
            }
        } catch (DataAccessException e) {
            throw new LogUnavailable("the data keys are out of reach", e);
        }
        throw new ConcurrencyException("stream " + stream + " has a data key already");
    }

    private boolean insert(WrappedKey key) {
        try {
            return database.insert(key);
        } catch (DataAccessException e) {
            RuntimeException meaning = wrapping.explain(DatabaseFailure.violatedConstraint(e));
            throw meaning == null ? new LogUnavailable("the data keys are out of reach", e) : meaning;
        }
    }

    private void rememberWhenBorn(String stream, Unborn made) {
        if (CurrentUnitOfWork.isStarted()) {
            UnitOfWork<?> command = CurrentUnitOfWork.get();
            command.afterCommit(
                    unitOfWork -> known.put(stream, new Known(made.wrapped().bytes(), made.key())));
            command.onRollback(unitOfWork -> removeIfRefused(made, unitOfWork.getExecutionResult()));
            command.onCleanup(unitOfWork -> unborn.remove(stream));
        }
    }

    /** Unless nobody knows whether the user was registered: then it may need its key; or whether another makes use of it. */
    private void removeIfRefused(Unborn made, @Nullable ExecutionResult result) {
        boolean refused =
                result != null && result.isExceptionResult() && !DatabaseFailure.isOutage(result.getExceptionResult());
        if (database.isOfItsOwn() && refused && made.isNew()) {
            database.remove(made.wrapped());
        }
    }

    /** What has to be stored with the stream's first event; null if that says nothing personal. */
    @Nullable
    WrappedKey begun(String stream) {
        Unborn made = unborn.get(stream);
        return made == null ? null : made.wrapped();
    }

    /** As {@link #find}, and the key that is being made in the same unit of work. */
    Optional<DataKey> findToWrite(String stream) throws GeneralSecurityException {
        Unborn made = unborn.get(stream);
        return made != null && made.isBeingMadeHere() ? Optional.of(made.key()) : find(stream, List.of());
    }

    /**
     * The stream's key, or empty when it was destroyed.
     *
     * @param together streams whose keys are going to be asked for next
     * @throws LogUnavailable if the keys are out of reach
     * @throws GeneralSecurityException if the key is not there, or not as it was stored
     */
    Optional<DataKey> find(String stream, Collection<String> together) throws GeneralSecurityException {
        Known found = known.getIfPresent(stream);
        if (found == null) {
            return unwrapped(stream, fetch(stream, together));
        }
        try {
            return unwrapped(stream, found);
        } catch (GeneralSecurityException e) {
            // It may have been rewrapped since, and the key-encryption key before be gone.
            Known now = fetch(stream, List.of());
            if (Arrays.equals(now.wrapped, found.wrapped)) {
                throw e;
            }
            return unwrapped(stream, now);
        }
    }

    private Optional<DataKey> unwrapped(String stream, Known found) throws GeneralSecurityException {
        if (found.wrapped == null) {
            return Optional.empty();
        }
        DataKey key = found.key;
        if (key == null) {
            key = wrapping.unwrap(stream, found.wrapped);
            found.key = key;
        }
        return Optional.of(key);
    }

    private Known fetch(String stream, Collection<String> together) throws GeneralSecurityException {
        List<String> unknown = new ArrayList<>(List.of(stream));
        together.stream()
                .filter(other -> !other.equals(stream) && known.getIfPresent(other) == null)
                .forEach(unknown::add);
        Known sought = null;
        for (Map.Entry<String, Optional<byte[]>> row : read(unknown).entrySet()) {
            Known fetched = new Known(row.getValue().orElse(null), null);
            known.put(row.getKey(), fetched);
            if (row.getKey().equals(stream)) {
                sought = fetched;
            }
        }
        if (sought == null) {
            throw new GeneralSecurityException("there is no data key, and none was destroyed");
        }
        return sought;
    }

    private Map<String, Optional<byte[]>> read(Collection<String> streams) {
        try {
            return database.find(streams);
        } catch (DataAccessException e) {
            throw new LogUnavailable("the data keys are out of reach", e);
        }
    }

    @Override
    public void forget(String stream) {
        known.invalidate(stream);
    }

    @Override
    public void forgetAll() {
        known.invalidateAll();
    }
}
