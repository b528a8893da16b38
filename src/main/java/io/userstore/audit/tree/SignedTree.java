package io.userstore.audit.tree;

import io.userstore.eventlog.LogConsumer;
import java.util.OptionalLong;
import org.springframework.jdbc.core.JdbcOperations;

/** How far the log is signed, by whichever node. */
final class SignedTree implements LogConsumer {

    private static final String SIZE = "SELECT coalesce(max(size), 0) FROM checkpoints";

    @Override
    public String consumerName() {
        return TreeBuilder.PROCESSOR;
    }

    @Override
    public OptionalLong consumedUpTo(JdbcOperations jdbc) {
        Long size = jdbc.queryForObject(SIZE, Long.class);
        return OptionalLong.of(size == null ? 0 : size);
    }
}
