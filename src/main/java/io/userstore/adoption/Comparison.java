package io.userstore.adoption;

import io.userstore.adoption.Finding.Kind;
import io.userstore.user.command.Import;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** The third look at the source: whether the store has, column by column, what the source has. */
final class Comparison {

    private static final int BATCH = 1_000;
    private static final int PAGE = 2 * BATCH;

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
        reportGone(Long.MAX_VALUE, Set.of());
    }

    private void compare() {
        Set<Long> ids = batch.stream().map(row -> row.row.id()).collect(Collectors.toSet());
        Map<Long, TableRow> there = store.of(ids);
        for (CheckedRow row : batch) {
            TableRow stored = there.get(row.row.id());
            if (stored == null) {
                missing++;
                report.add(Finding.of(row.row, Column.ID, Kind.MISSING, "the store does not have it"));
            } else {
                compare(row, stored);
            }
        }
        // Not that of the last row: one without an id comes last.
        reportGone(Collections.max(ids), ids);
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

    /** As far as that id, from where this was last time. */
    private void reportGone(long last, Set<Long> here) {
        List<Long> page = lastId == Long.MAX_VALUE ? List.of() : store.ids(lastId + 1, last, PAGE);
        while (!page.isEmpty()) {
            lastId = page.get(page.size() - 1);
            List<Long> others = page.stream().filter(id -> !here.contains(id)).toList();
            for (long id : store.imported(others)) {
                gone++;
                report.add(
                        new Finding(Long.toString(id), Column.ID, Kind.GONE, "the source does not have it any more"));
            }
            page = page.size() < PAGE ? List.of() : store.ids(lastId + 1, last, PAGE);
        }
        lastId = Math.max(lastId, last);
    }

    /** What it came to. */
    ComparedTables result() {
        return new ComparedTables(equal, rewritten, different, missing, gone, columns);
    }
}
