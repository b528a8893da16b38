package io.userstore.directory;

import io.userstore.eventlog.OpenBatch;
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

    OpenBatchRows(OpenBatch openBatch) {
        this.openBatch = openBatch;
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
            batch.onPrepareCommit(unitOfWork -> UsersTable.write(fresh.values(), openBatch.writes()));
            return fresh;
        }
        return staged;
    }
}
