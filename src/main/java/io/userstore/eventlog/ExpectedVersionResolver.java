package io.userstore.eventlog;

import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/** Finds a command's target by annotation and the version it expects in the metadata. */
final class ExpectedVersionResolver implements CommandTargetResolver {

    private final CommandTargetResolver annotated =
            AnnotationCommandTargetResolver.builder().build();

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> command) {
        Object id = annotated.resolveTarget(command).getIdentifierValue();
        return new VersionedAggregateIdentifier(id, (Long) command.getMetaData().get(MetaDataKeys.EXPECTED_VERSION));
    }
}
