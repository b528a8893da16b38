package io.userstore.adoption;

import java.sql.SQLException;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The first look at the source: what can come over and what cannot, before anything is written. */
final class Survey {

    private final Addresses addresses;
    private final Report report;
    private long rows;
    private long refused;
    private long rewritten;
    private long highestId;
    private @Nullable Instant newest;

    Survey(Addresses addresses, Report report) {
        this.addresses = addresses;
        this.report = report;
    }

    void make(Source.Snapshot source, @Nullable Instant since, LongConsumer progress) throws SQLException {
        DistinctRows distinct = new DistinctRows(row -> {
            look(row);
            progress.accept(rows);
        });
        source.read(since, distinct);
        distinct.end();
        addresses.collide();
        try (Addresses.Collisions collisions = addresses.collisions()) {
            collisions.forEach(collision -> {
                refused++;
                report.add(collision);
            });
        }
    }

    private void look(CheckedRow row) {
        rows++;
        row.findings.forEach(report::add);
        if (row.user == null) {
            refused++;
            return;
        }
        highestId = Math.max(highestId, row.row.id());
        rewritten += row.findings.isEmpty() ? 0 : 1;
        addresses.add(row.row.id(), row.user.email().key());
        if (newest == null || row.user.updatedAt().isAfter(newest)) {
            newest = row.user.updatedAt();
        }
    }

    long rows() {
        return rows;
    }

    /** Rows that cannot come over. */
    long refused() {
        return refused;
    }

    long rewritten() {
        return rewritten;
    }

    /** Of those that can come over: what another has as an id may be anything. */
    long highestId() {
        return highestId;
    }

    /** When the last of those that can come over was updated; null without any. */
    @Nullable
    Instant newest() {
        return newest;
    }
}
