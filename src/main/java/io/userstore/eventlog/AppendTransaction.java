package io.userstore.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One batch, one transaction: take the append lock, judge every append, write those admitted with all that belongs to
 * them, commit, answer. A small batch is judged before, on an assumption that is checked under the lock. An append fails
 * alone; should the database refuse the batch as a whole, its halves are tried
 * by themselves, and theirs, so that only the culprit fails.
 */
final class AppendTransaction {

    private static final Logger log = LoggerFactory.getLogger(AppendTransaction.class);

    private final AppendSession session;
    private final AppendStatements statements;
    private final List<AppendCondition> conditions;
    private final List<ConstraintMeaning> meanings;
    private final List<BatchParticipant> participants;
    private final BatchSpans spans;
    private final Foresight foresight = new Foresight();
    private volatile boolean outOfReach;

    AppendTransaction(
            AppendSession session,
            AppendStatements statements,
            List<AppendCondition> conditions,
            List<ConstraintMeaning> meanings,
            List<BatchParticipant> participants,
            BatchSpans spans) {
        this.session = session;
        this.statements = statements;
        this.conditions = conditions;
        this.meanings = meanings;
        this.participants = participants;
        this.spans = spans;
    }

    /** Writes the batch; every append of it is granted or refused when this returns. */
    void write(List<Append> batch) {
        try {
            Screened screened = batch.stream().allMatch(Append::writesNothing) ? confirm(batch) : writeLocked(batch);
            outOfReach = false;
            screened.answer();
        } catch (TransactionException e) {
            // Not begun, or not even rolled back: the connection is gone.
            foresight.headIsUnknown();
            refuseOutOfReach(batch, e);
        } catch (RuntimeException e) {
            foresight.headIsUnknown();
            RuntimeException meaning = meaning(e);
            if (DatabaseFailure.isOutage(e)) {
                refuseOutOfReach(batch, e);
            } else if (meaning instanceof ConcurrencyException || meaning instanceof LogUnavailable) {
                batch.forEach(append -> append.refused(meaning));
            } else if (batch.size() > 1) {
                writeInHalves(batch, e);
            } else {
                refuse(batch.get(0), meaning, e);
            }
        }
    }

    /** Whether the last batch did. */
    boolean reachesDatabase() {
        return !outOfReach;
    }

    /** After a batch that did not reach the database; by the thread that writes, when it has nothing to write. */
    void tryAgain() {
        if (outOfReach) {
            try {
                session.jdbc().execute("SELECT 1");
                outOfReach = false;
            } catch (RuntimeException e) {
                log.debug("the database is still out of reach: {}", DatabaseFailure.withoutData(e));
            }
        }
    }

    private Screened confirm(List<Append> batch) {
        RoundTrip reads = RoundTrip.forBatch(batch);
        LogState state = statements.read(batch, reads);
        send(reads, "append read");
        BatchSpans.headIs(state.head());
        return new Screened(batch, state, List.of());
    }

    private Screened writeLocked(List<Append> batch) {
        AssumedState assumed = statements.hasTransactionTimeout() ? foresight.of(batch) : null;
        Screened written = assumed == null ? null : writeAssuming(assumed, batch);
        if (written == null) {
            written = Objects.requireNonNull(session.transaction().execute(status -> readAndWrite(batch)));
        }
        foresight.headIs(written.head());
        BatchSpans.headIs(written.head());
        return written;
    }

    /** Null when it was not as assumed, and so nothing was written. */
    private @Nullable Screened writeAssuming(AssumedState assumed, List<Append> batch) {
        try {
            Screened written = session.transaction().execute(status -> assumeAndWrite(assumed, batch));
            foresight.wasTrue();
            return written;
        } catch (DataAccessException e) {
            if (DatabaseFailure.isOutage(e)) {
                throw e;
            }
            foresight.wasFalse();
            return null;
        }
    }

    /** One round trip, which fails if it is not as assumed. */
    private Screened assumeAndWrite(AssumedState assumed, List<Append> batch) {
        RoundTrip trip = RoundTrip.forBatch(batch);
        statements.lock(trip);
        Assumptions assumptions = new Assumptions(trip);
        statements.assume(assumed, assumptions);
        List<EventMessage<?>> events = events(batch);
        List<AppendCondition.Screening> screenings = conditions.stream()
                .map(condition -> condition.assume(events, assumptions))
                .toList();
        statements.wakeReaders(assumptions);
        assumptions.add();
        Screened screened = new Screened(batch, assumed.toLogState(), screenings);
        write(screened, screenings, trip);
        return screened;
    }

    /** Two round trips: what has to be known, and what is written. */
    private Screened readAndWrite(List<Append> batch) {
        RoundTrip reads = locking(batch);
        LogState state = statements.read(batch, reads);
        List<EventMessage<?>> events = events(batch);
        List<AppendCondition.Screening> screenings = conditions.stream()
                .map(condition -> condition.screen(events, reads))
                .toList();
        send(reads, "append read");

        Screened screened = new Screened(batch, state, screenings);
        RoundTrip writes = RoundTrip.forBatch(batch);
        statements.wakeReaders(writes);
        write(screened, screenings, writes);
        return screened;
    }

    /** The trip that begins with the lock, or follows it. */
    private RoundTrip locking(List<Append> batch) {
        RoundTrip trip = RoundTrip.forBatch(batch);
        statements.lock(trip);
        if (statements.hasTransactionTimeout()) {
            return trip;
        }
        send(trip, "append lock");
        return RoundTrip.forBatch(batch);
    }

    private static List<EventMessage<?>> events(List<Append> batch) {
        List<EventMessage<?>> events = new ArrayList<>();
        batch.forEach(append -> events.addAll(append.events()));
        return events;
    }

    /** Sends the trip, with what was admitted and the commit at its end. */
    private void write(Screened screened, List<AppendCondition.Screening> screenings, RoundTrip trip) {
        List<EventMessage<?>> admitted = screened.admittedEvents();
        if (!admitted.isEmpty()) {
            statements.insertEvents(screened.headBefore(), screened.admittedRows(), trip);
            screenings.forEach(screening -> screening.write(trip));
            spans.part("append project", () -> participants.forEach(participant -> participant.write(admitted, trip)));
        }
        statements.insertKeys(screened.admittedKeys(), trip);
        statements.commit(trip);
        send(trip, "append write");
    }

    private void send(RoundTrip trip, String name) {
        spans.part(name, () -> trip.send(session.jdbc()));
    }

    /** Few transactions, however large the batch, separate the culprit from the others. */
    private void writeInHalves(List<Append> batch, RuntimeException failure) {
        log.warn("batch of {} failed, trying its halves: {}", batch.size(), DatabaseFailure.withoutData(failure));
        int middle = batch.size() / 2;
        write(batch.subList(0, middle));
        write(batch.subList(middle, batch.size()));
    }

    private static void refuse(Append append, @Nullable RuntimeException meaning, RuntimeException failure) {
        if (AppendStatements.UNIQUE_EVENTS.contains(DatabaseFailure.violatedConstraint(failure))) {
            append.refused(new DuplicateEvent(append.rows().get(0), "refused as a duplicate by the database"));
        } else if (meaning != null) {
            append.refused(meaning);
        } else {
            logAsItsOwn(append, failure);
            append.refused(new EventStoreException("the append failed", failure));
        }
    }

    /** Under the trace of its request, whatever the batch's own may be. */
    private static void logAsItsOwn(Append append, RuntimeException failure) {
        String before = MDC.get(MetaDataKeys.LOGGED_AS);
        MDC.put(MetaDataKeys.LOGGED_AS, append.correlationId());
        log.error("append failed: {}", DatabaseFailure.withoutData(failure));
        if (before == null) {
            MDC.remove(MetaDataKeys.LOGGED_AS);
        } else {
            MDC.put(MetaDataKeys.LOGGED_AS, before);
        }
    }

    /** Why the database refuses what was found good, as far as anybody knows. */
    private @Nullable RuntimeException meaning(RuntimeException failure) {
        String constraint = DatabaseFailure.violatedConstraint(failure);
        return meanings.stream()
                .map(meaning -> meaning.explain(constraint))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private void refuseOutOfReach(List<Append> batch, RuntimeException failure) {
        outOfReach = true;
        log.warn(
                "append of {} refused, the database is out of reach: {}",
                batch.size(),
                failure.getClass().getName());
        LogUnavailable reason = new LogUnavailable("the database could not be reached or did not answer", failure);
        batch.forEach(append -> append.refused(reason));
    }
}
