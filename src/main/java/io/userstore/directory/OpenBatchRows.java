package io.userstore.directory;

import io.userstore.eventlog.OpenBatch;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;

/** Collects the rows of the open batch and writes them, one statement a table, when the batch is about to commit. */
@Component
class OpenBatchRows implements UserRows {

    private static final String RESOURCE = OpenBatchRows.class.getName();

    private final OpenBatch openBatch;
    private final JustRegistered justRegistered;

    OpenBatchRows(OpenBatch openBatch, JustRegistered justRegistered) {
        this.openBatch = openBatch;
        this.justRegistered = justRegistered;
    }

    @Override
    public UserRow of(long id) {
        return staged().computeIfAbsent(id, UserRow::new);
    }

    private Map<Long, UserRow> staged() {
        UnitOfWork<?> batch = CurrentUnitOfWork.get();
        Map<Long, UserRow> staged = batch.getResource(RESOURCE);
        if (staged == null) {
            Map<Long, UserRow> fresh = new LinkedHashMap<>();
            batch.resources().put(RESOURCE, fresh);
            batch.onPrepareCommit(unitOfWork -> write(fresh.values()));
            return fresh;
        }
        return staged;
    }

    private void write(Collection<UserRow> rows) {
        UsersTable.write(rows, openBatch.writes());
        rows.forEach(justRegistered::addIfNew);
    }
}
