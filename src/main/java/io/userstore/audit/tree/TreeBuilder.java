package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvents;
import io.userstore.eventlog.TransactionLimits;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Lets the tree grow with the log, and signs it. Tiles, checkpoint and the processor's token are written in one
 * transaction, by one node at a time.
 */
@ProcessingGroup(TreeBuilder.PROCESSOR)
final class TreeBuilder {

    static final String PROCESSOR = "checkpoints";

    /** While there is much to catch up; else the pieces keep the pace. */
    private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The token's claim keeps others away, but for the moment in which it changes hands. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(" + Long.toString(0x75736572_74726565L) + ")";

    private final JdbcOperations jdbc;
    private final StoredEvents events;
    private final TileTable tiles;
    private final SignedBefore signed;
    private final TreeAlarm alarm;
    private long lastSigned = System.nanoTime() - PACE_NANOS;

    TreeBuilder(
            JdbcOperations jdbc,
            StoredEvents events,
            TileTable tiles,
            CheckpointTable checkpoints,
            CheckpointSigning signing,
            TreeAlarm alarm) {
        this.jdbc = jdbc;
        this.events = events;
        this.tiles = tiles;
        this.signed = new SignedBefore(checkpoints, signing);
        this.alarm = alarm;
    }

    @EventHandler
    void on(LogGrown grown) {
        try {
            extend(grown);
        } catch (LogDamaged e) {
            throw alarm.raise(e);
        }
    }

    private void extend(LogGrown grown) {
        TransactionLimits.set(jdbc);
        jdbc.execute(LOCK);
        TreeHash hash = new TreeHash();
        StoredTree tree = new StoredTree(tiles, hash);
        long known = tree.size();
        if (known < grown.after()) {
            throw new LogDamaged("the tree has " + known + " events, and it had " + grown.after() + " already");
        }
        if (known >= grown.upTo()) {
            // Another node was faster.
            requireLogOf(known);
            signed.requireIn(tree, grown.toTheHead());
            return;
        }
        TreeGrowth growth = new TreeGrowth(tree, hash);
        long from = Math.max(known - 1, 0);
        events.read(from, grown.upTo() - from, growth);
        growth.requireEndAt(grown.upTo());
        signed.requireIn(tree, grown.toTheHead());
        tree.write();
        if (grown.toTheHead() || System.nanoTime() - lastSigned > PACE_NANOS) {
            signed.sign(tree);
            lastSigned = System.nanoTime();
        }
    }

    private void requireLogOf(long size) {
        long head = events.head();
        if (head < size) {
            throw LogDamaged.cutOff(size, head);
        }
    }
}
