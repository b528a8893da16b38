package io.userstore.platform;

import io.userstore.eventlog.DatabaseFailure;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.eventlog.MetaDataKeys.Effect;
import io.userstore.user.UserRejected;
import java.util.List;
import org.axonframework.commandhandling.CommandResultMessage;

/**
 * What became of a command, in one of a few words.
 *
 * @param name {@code accepted}, {@code no-op}, {@code repeated}, the code of a rejection, {@code unavailable} or {@code failed}
 * @param isFault whether it is the store's, and not the caller's
 */
record CommandOutcome(String name, boolean isFault) {

    private static final CommandOutcome ACCEPTED = new CommandOutcome("accepted", false);
    private static final CommandOutcome NO_OP = new CommandOutcome("no-op", false);
    private static final CommandOutcome REPEATED = new CommandOutcome("repeated", false);
    private static final CommandOutcome UNAVAILABLE = new CommandOutcome("unavailable", true);
    private static final CommandOutcome FAILED = new CommandOutcome("failed", true);

    static final List<CommandOutcome> FAULTS = List.of(UNAVAILABLE, FAILED);

    static CommandOutcome of(CommandResultMessage<?> result) {
        if (result.isExceptional()) {
            return of(result.exceptionResult());
        }
        Object effect = result.getMetaData().get(MetaDataKeys.EFFECT);
        if (effect == Effect.NONE) {
            return NO_OP;
        }
        return effect == Effect.REPEATED ? REPEATED : ACCEPTED;
    }

    private static CommandOutcome of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserRejected rejected) {
                return new CommandOutcome(rejected.code().toString(), false);
            }
        }
        return DatabaseFailure.isOutage(failure) ? UNAVAILABLE : FAILED;
    }
}
