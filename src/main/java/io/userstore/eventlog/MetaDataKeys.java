package io.userstore.eventlog;

/** The names under which callers and the log tell each other about a command, in Axon message metadata. */
public final class MetaDataKeys {

    /** Who was authenticated; copied to every event. */
    public static final String ACTOR = "actor";
    /** For whom the actor did it, in the caller's words; copied to every event. */
    public static final String ON_BEHALF_OF = "onBehalfOf";
    /** Why, in the caller's words; copied to every event. */
    public static final String REASON = "reason";
    /** The address the command came from; copied to every event. */
    public static final String SOURCE_ADDRESS = "sourceAddress";
    /** Ties together all that one request caused; copied to every event. */
    public static final String CORRELATION_ID = "correlationId";
    /** The identifier of the command that an event is the outcome of. */
    public static final String CAUSATION_ID = "causationId";
    /** A command with a key takes effect at most once; copied to every event. */
    public static final String IDEMPOTENCY_KEY = "idempotencyKey";
    /** On a command, {@code Long}: the version that the stream must be at. */
    public static final String EXPECTED_VERSION = "expectedVersion";
    /** On a command's result, {@code String}: the stream it was about. */
    public static final String AGGREGATE_ID = "aggregateId";
    /** On a command's result, {@code Long}: the version of that stream once the command was done. */
    public static final String VERSION = "version";

    /** On the result of a command that was accepted, {@link Effect}. */
    public static final String EFFECT = "effect";

    /** What the correlation id of a message is called in the log output, whoever logs: as OpenTelemetry's bridges do. */
    public static final String LOGGED_AS = "traceId";

    /** What a command did that was accepted. */
    public enum Effect {
        APPENDED,
        /** All was as the command asked for already. */
        NONE,
        /** It was done before, under the same idempotency key. */
        REPEATED
    }

    private MetaDataKeys() {}
}
