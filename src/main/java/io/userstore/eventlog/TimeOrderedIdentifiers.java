package io.userstore.eventlog;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.Random;
import org.axonframework.common.IdentifierFactory;

/**
 * Identifiers of messages, events among them, as UUIDs of version 7 (RFC 9562): the index on them grows at one end,
 * instead of being rewritten all over, page by page. They need not be hard to guess.
 */
public final class TimeOrderedIdentifiers extends IdentifierFactory {

    private final NoArgGenerator uuids = Generators.timeBasedEpochGenerator(new Random());

    @Override
    public String generateIdentifier() {
        return uuids.generate().toString();
    }
}
