package io.userstore.adoption;

import io.userstore.eventlog.MetaDataKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** Brings a whole table over: looks at it, imports what can come, and compares; again and again if it is told to follow. */
public final class TableImport {

    /** Of transactions of the source that began before the last look at it and ended after it. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private final StoreUsers store;
    private final IdSequence ids;
    private final Publishing publishing;

    TableImport(DataSource dataSource, StoreUsers store, IdSequence ids, Publishing publishing) {
        this.dataSource = dataSource;
        this.store = store;
        this.ids = ids;
        this.publishing = publishing;
    }

    /**
     * What is wanted.
     *
     * @param report where all findings are written to
     * @param dryRun whether to look only
     * @param interval of further rounds until nothing in the source is newer; absent for one round
     * @param actor who imports
     */
    public record Wanted(
            Path report, boolean dryRun, @Nullable Duration interval, String actor) {}

    /** Hears how far a step is. */
    @FunctionalInterface
    public interface Progress {
        void at(String step, long done, long total);
    }

    /** A file with a header, for {@link #run}; it is copied into the store's database for as long as it is open. */
    public Source csv(Path file) throws SQLException, IOException {
        return CsvSource.of(file, unhurried(dataSource.getConnection()));
    }

    /**
     * Whatever stops it, another run goes on from there.
     *
     * @throws AnotherImport if one is under way in this store
     * @throws IllegalStateException if the store is out of reach
     */
    public ImportOutcome run(Source source, Wanted wanted, Progress progress)
            throws SQLException, IOException, InterruptedException {
        try (Connection session = unhurried(dataSource.getConnection());
                ImportLock lock = ImportLock.on(session);
                Report report = Report.in(wanted.report())) {
            ImportOutcome outcome = new Rounds(source, wanted, progress, report, lock.session()).run();
            Addresses.forget(session);
            return outcome;
        }
    }

    /** The pool's own limit is made for short statements. */
    private static Connection unhurried(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }

    private final class Rounds {

        private final Source source;
        private final Wanted wanted;
        private final Progress progress;
        private final Report report;
        private final Connection session;
        private final MetaData origin;
        private final ImportOutcome outcome = new ImportOutcome();
        private @Nullable Addresses addresses;

        /** The newest of all rows, and the same, but not in the future: it would hide what is updated until then. */
        private @Nullable Instant newest;

        private @Nullable Instant seen;

        Rounds(Source source, Wanted wanted, Progress progress, Report report, Connection session) {
            this.source = source;
            this.wanted = wanted;
            this.progress = progress;
            this.report = report;
            this.session = session;
            this.origin = MetaData.with(MetaDataKeys.ACTOR, wanted.actor())
                    .and(MetaDataKeys.CORRELATION_ID, UUID.randomUUID().toString());
        }

        ImportOutcome run() throws SQLException, InterruptedException {
            Duration interval = wanted.interval();
            boolean goesOn = round() && interval != null;
            while (goesOn) {
                TimeUnit.NANOSECONDS.sleep(Objects.requireNonNull(interval).toNanos());
                goesOn = round();
            }
            return outcome;
        }

        /** Whether another one may find something new. */
        private boolean round() throws SQLException {
            outcome.rounds++;
            Instant since = seen == null ? null : seen.minus(OVERLAP);
            try (Source.Snapshot snapshot = source.snapshot()) {
                long total = snapshot.count(since);
                Addresses claimed = addresses == null ? Addresses.begin(session) : addresses.next();
                addresses = claimed;
                Survey survey = new Survey(claimed, report);
                survey.make(snapshot, since, done -> progress.at("Looking", done, total));
                outcome.add(survey, since == null);
                if (wanted.dryRun()) {
                    return false;
                }
                long imported = write(snapshot, since, claimed, survey, total);
                boolean news = look(survey.newest(), snapshot.now()) || imported > 0;
                if (wanted.interval() == null || !news) {
                    compare(snapshot);
                    return false;
                }
                return true;
            }
        }

        /** Whether the row is newer than all before. */
        private boolean look(@Nullable Instant updatedAt, Instant now) {
            boolean newer = updatedAt != null && (newest == null || updatedAt.isAfter(newest));
            if (newer) {
                newest = updatedAt;
            }
            seen = newest != null && newest.isAfter(now) ? now : newest;
            return newer;
        }

        private long write(
                Source.Snapshot snapshot, @Nullable Instant since, Addresses addresses, Survey survey, long total)
                throws SQLException {
            if (survey.rows() == 0) {
                return 0;
            }
            ids.moveOnPast(survey.highestId());
            long begun = System.nanoTime();
            try (Writing writing = new Writing(store, publishing, origin, report)) {
                writing.make(snapshot, since, addresses, done -> progress.at("Importing", done, total));
                outcome.add(writing, System.nanoTime() - begun);
                return writing.imported();
            }
        }

        private void compare(Source.Snapshot snapshot) throws SQLException {
            long total = snapshot.count(null);
            Comparison comparison = new Comparison(store, report);
            comparison.make(snapshot, done -> progress.at("Comparing", done, total));
            outcome.compared = comparison.result();
        }
    }
}
