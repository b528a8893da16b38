package io.userstore.adoption;

import io.userstore.adoption.Finding.Kind;
import io.userstore.user.command.Import;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.LongConsumer;

/** The third look at the source: whether the store has, column by column, what the source has. */
final class Comparison {

    private static final int BATCH = 1_000;

    private final StoreUsers store;
    private final Report report;
    private final List<CheckedRow> batch = new ArrayList<>();
    private final Map<Column, long[]> columns = new EnumMap<>(Column.class);
    private long lastId;
    private long rows;
    private long equal;
    private long rewritten;
    private long different;
    private long missing;
    private long gone;

    Comparison(StoreUsers store, Report report) {
        this.store = store;
        this.report = report;
        for (Column column : Column.values()) {
            columns.put(column, new long[3]);
        }
    }

    void make(Source.Snapshot source, LongConsumer progress) throws SQLException {
        DistinctRows distinct = new DistinctRows(row -> {
            progress.accept(++rows);
            batch.add(row);
            if (batch.size() == BATCH) {
                compare();
            }
        });
        source.read(null, distinct);
        distinct.end();
        if (!batch.isEmpty()) {
            compare();
        }
        compareRest();
    }

    private void compare() {
        long last = batch.get(batch.size() - 1).row.id();
        NavigableMap<Long, TableRow> there = store.between(lastId + 1, last, Integer.MAX_VALUE);
        for (CheckedRow row : batch) {
            TableRow stored = there.remove(row.row.id());
            if (stored == null) {
                missing++;
                report.add(Finding.of(row.row, Column.ID, Kind.MISSING, "the store does not have it"));
            } else {
                compare(row, stored);
            }
        }
        reportGone(there);
        lastId = Math.max(last, lastId);
        batch.clear();
    }

    private void compare(CheckedRow source, TableRow stored) {
        Import user = source.user;
        Set<Column> differing = user == null ? Set.of(Column.ID) : Differences.between(stored, user);
        differing.forEach(column -> report.add(Finding.of(
                stored,
                column,
                Kind.DIFFERENT,
                user == null ? "what the source has cannot come over" : "the store has another value")));
        if (user == null) {
            different++;
            return;
        }
        Set<Column> respelled = Differences.between(source.row, user);
        for (Column column : Column.values()) {
            int outcome = differing.contains(column) ? 2 : respelled.contains(column) ? 1 : 0;
            long[] outcomes = columns.get(column);
            if (outcomes != null) {
                outcomes[outcome]++;
            }
        }
        if (!differing.isEmpty()) {
            different++;
        } else if (respelled.isEmpty()) {
            equal++;
        } else {
            rewritten++;
        }
    }

    /** Behind the last row of the source. */
    private void compareRest() {
        NavigableMap<Long, TableRow> page = store.between(lastId + 1, Long.MAX_VALUE, BATCH);
        while (!page.isEmpty()) {
            lastId = page.lastKey();
            reportGone(page);
            page = store.between(lastId + 1, Long.MAX_VALUE, BATCH);
        }
    }

    private void reportGone(Map<Long, TableRow> others) {
        for (long id : store.imported(others.keySet())) {
            gone++;
            report.add(new Finding(Long.toString(id), Column.ID, Kind.GONE, "the source does not have it any more"));
        }
    }

    /** What it came to. */
    ComparedTables result() {
        return new ComparedTables(equal, rewritten, different, missing, gone, columns);
    }
}
