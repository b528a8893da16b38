package io.userstore.eventlog;

import java.util.Objects;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** The command of the current unit of work under its idempotency key, and the outcome to be stored with its events. */
final class KeyedCommand {

    private static final String RESOURCE = KeyedCommand.class.getName();

    private final String key;
    private final Fingerprint fingerprint;
    private byte[] sealedFingerprint = {};
    private @Nullable StoredAnswer answer;
    private @Nullable StreamVersion outcome;

    KeyedCommand(String key, Fingerprint fingerprint) {
        this.key = key;
        this.fingerprint = fingerprint;
    }

    void bindTo(UnitOfWork<?> unitOfWork) {
        unitOfWork.resources().put(RESOURCE, this);
    }

    static @Nullable KeyedCommand current() {
        return CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().getResource(RESOURCE) : null;
    }

    void decided(StreamVersion outcome, @Nullable StoredAnswer answer) {
        this.outcome = outcome;
        this.answer = answer;
    }

    String key() {
        return key;
    }

    /** With the key of the stream that the command was about. */
    KeyedCommand sealed(Sealing sealing) {
        String stream = Objects.requireNonNull(outcome, "not decided yet").aggregateId();
        sealedFingerprint = fingerprint.sealed(sealing, stream, key);
        return this;
    }

    byte[] sealedFingerprint() {
        return sealedFingerprint;
    }

    @Nullable
    StoredAnswer answer() {
        return answer;
    }

    @Nullable
    StreamVersion outcome() {
        return outcome;
    }

    /** A command's answer as it is kept: its type's stored name and its JSON. */
    record StoredAnswer(String type, String json) {}
}
