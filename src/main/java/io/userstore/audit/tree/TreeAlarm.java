package io.userstore.audit.tree;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator that the log and the tree do not fit together; raised again at every attempt to go on. */
final class TreeAlarm {

    private static final Logger log = LoggerFactory.getLogger(TreeAlarm.class);

    private final Counter raised;

    TreeAlarm(MeterRegistry meters) {
        this.raised = Counter.builder("userstore.log.damaged")
                .description("attempts to extend the Merkle tree that found the log to be another one than was signed")
                .register(meters);
    }

    LogDamaged raise(LogDamaged damage) {
        log.error("CORRUPTION: {}; no checkpoint is signed until it is mended, see verify-log", damage.getMessage());
        raised.increment();
        return damage;
    }
}
