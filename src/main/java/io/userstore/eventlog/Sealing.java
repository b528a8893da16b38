package io.userstore.eventlog;

import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a store does so that whoever has its database alone cannot read certain values; the log itself does nothing of
 * the kind. All methods may throw {@link LogUnavailable} when the keys are out of reach.
 */
public interface Sealing {

    /** Hides nothing. */
    Sealing NONE = new Sealing() {};

    /** Makes JSON of what is sealed: the {@link Place} it is written to is an attribute of that name of its class. */
    default void customize(JsonMapper.Builder json) {}

    /**
     * Opens what is sealed in a stored text.
     *
     * @param together the streams of all that was read with it and is going to be opened next, so that their keys can be
     *     fetched at once
     */
    default JsonNode open(JsonNode stored, Place place, Collection<String> together) {
        return stored;
    }

    /**
     * Seals some bytes with the key of a stream; empty if that was destroyed.
     *
     * @param purpose without which they cannot be opened
     */
    default byte[] seal(byte[] secret, String stream, String purpose) {
        return secret;
    }

    /** The bytes, or empty if the key was destroyed. */
    default Optional<byte[]> open(byte[] sealed, String stream, String purpose) {
        return Optional.of(sealed);
    }
}
