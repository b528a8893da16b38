package io.userstore.eventlog;

import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate that the current command is decided on.
 *
 * @param versionAtLoad null for one that the command creates
 * @param fromCache whether its state may be older than the log
 */
record LoadedStream(Aggregate<?> aggregate, @Nullable Long versionAtLoad, boolean fromCache) {

    private static final String RESOURCE = LoadedStream.class.getName();

    void bindToCurrentUnitOfWork() {
        CurrentUnitOfWork.get().resources().put(RESOURCE, this);
    }

    static @Nullable LoadedStream of(UnitOfWork<?> unitOfWork) {
        return unitOfWork.getResource(RESOURCE);
    }

    StreamVersion version() {
        return new StreamVersion(aggregate.identifierAsString(), aggregate.version());
    }

    boolean isUnchanged() {
        return versionAtLoad != null && versionAtLoad.equals(aggregate.version());
    }
}
