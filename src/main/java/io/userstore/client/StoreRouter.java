package io.userstore.client;

import io.userstore.user.command.Import;
import io.userstore.user.command.ReleaseLock;
import io.userstore.user.command.UserCommand;
import java.util.Optional;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.distributed.CommandMessageFilter;
import org.axonframework.commandhandling.distributed.CommandRouter;
import org.axonframework.commandhandling.distributed.Member;
import org.axonframework.commandhandling.distributed.SimpleMember;

/** Commands on users go to the store; all others stay. */
final class StoreRouter implements CommandRouter {

    private static final Member STORE =
            new SimpleMember<>("userstore", "userstore", SimpleMember.REMOTE_MEMBER, suspect -> {});
    private static final Member HERE = new SimpleMember<>("here", "here", SimpleMember.LOCAL_MEMBER, suspect -> {});

    @Override
    public Optional<Member> findDestination(CommandMessage<?> message) {
        Object command = message.getPayload();
        if (command instanceof ReleaseLock || command instanceof Import) {
            // The store's own and its operator's: nobody takes them from outside.
            return Optional.empty();
        }
        return Optional.of(command instanceof UserCommand ? STORE : HERE);
    }

    @Override
    public void updateMembership(int loadFactor, CommandMessageFilter commandFilter) {
        // Nobody else sends commands here.
    }
}
