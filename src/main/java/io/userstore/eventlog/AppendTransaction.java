package io.userstore.eventlog;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One batch, one transaction: take the append lock, judge every append, write those admitted with all that belongs to
 * them, commit, answer. An append fails alone; should the database refuse the batch as a whole, each append is tried
 * by itself, so that only the culprit fails.
 */
final class AppendTransaction {

    private static final Logger log = LoggerFactory.getLogger(AppendTransaction.class);

    private final AppendSession session;
    private final AppendStatements statements;
    private final List<AppendCondition> conditions;
    private final OpenBatch openBatch;

    AppendTransaction(
            AppendSession session, AppendStatements statements, List<AppendCondition> conditions, OpenBatch openBatch) {
        this.session = session;
        this.statements = statements;
        this.conditions = conditions;
        this.openBatch = openBatch;
    }

    /** Writes the batch; every append of it is granted or refused when this returns. */
    void write(List<Append> batch) {
        try {
            Screened screened = batch.stream().allMatch(Append::writesNothing)
                    ? confirm(batch)
                    : session.transaction().execute(status -> writeLocked(batch));
            screened.answer();
        } catch (TransactionException | DataAccessException e) {
            if (DatabaseFailure.isOutage(e)) {
                log.warn(
                        "append of {} refused, the database is out of reach: {}",
                        batch.size(),
                        e.getClass().getSimpleName());
                refuseAll(batch, new LogUnavailable("the database could not be reached or did not answer", e));
            } else {
                writeOneByOne(batch, e);
            }
        } catch (RuntimeException e) {
            writeOneByOne(batch, e);
        }
    }

    private Screened confirm(List<Append> batch) {
        LogState state = statements.read(batch);
        return new Screened(batch, state, List.of());
    }

    private Screened writeLocked(List<Append> batch) {
        statements.lock();
        LogState state = statements.read(batch);
        List<EventMessage<?>> events = new ArrayList<>();
        batch.forEach(append -> events.addAll(append.events()));
        List<AppendCondition.Screening> screenings = conditions.stream()
                .map(condition -> condition.screen(events, session.jdbc()))
                .toList();
        Screened screened = new Screened(batch, state, screenings);
        List<EventMessage<?>> admitted = screened.admittedEvents();
        if (!admitted.isEmpty()) {
            statements.insertEvents(state.head(), screened.admittedRows());
            screenings.forEach(AppendCondition.Screening::write);
            openBatch.publish(admitted);
        }
        statements.insertKeys(screened.admittedKeys());
        return screened;
    }

    private void writeOneByOne(List<Append> batch, RuntimeException failure) {
        if (batch.size() == 1) {
            log.error("append failed: {}", DatabaseFailure.withoutData(failure));
            Append append = batch.get(0);
            append.refused(
                    DatabaseFailure.isUniqueViolation(failure) && !append.rows().isEmpty()
                            ? new DuplicateEvent(append.rows().get(0), "refused by a unique index")
                            : new EventStoreException("the append failed", failure));
            return;
        }
        log.warn(
                "batch of {} failed, trying each append by itself: {}",
                batch.size(),
                DatabaseFailure.withoutData(failure));
        batch.forEach(append -> write(List.of(append)));
    }

    private static void refuseAll(List<Append> batch, RuntimeException reason) {
        batch.forEach(append -> append.refused(reason));
    }
}
