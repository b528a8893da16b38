package io.userstore.privacy;

import static org.awaitility.Awaitility.await;

import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.UserCommand;
import java.time.Duration;
import java.util.List;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;

/** Users to whom all has happened that is personal. */
final class SealedUsers {

    /** With this a node makes one snapshot of each. */
    static final String ONE_SNAPSHOT = "userstore.event-log.snapshot-threshold=6";

    /** What there is of each: texts in the payloads and metadata of seven events, and in the snapshot. */
    static final int TEXTS = 11 + 7 * 2 + 4;

    static final MetaData ORIGIN =
            MetaData.with(MetaDataKeys.REASON, "asked to").and(MetaDataKeys.SOURCE_ADDRESS, "2001:db8::1");

    private static final PasswordHash OTHER_HASH =
            PasswordHash.of("$2b$12$abcdefghijklmnopqrstuv01234ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private SealedUsers() {}

    /** The user's id. */
    static long add(String name, TestNode node) {
        long id = (Long) send(
                        new Register(
                                EmailAddress.of(name + "@example.com"),
                                TestUsers.HASH,
                                PersonName.of(name),
                                TargetRole.of("Architect"),
                                ExperienceLevel.MID,
                                AccountStatus.ACTIVE),
                        node)
                .getPayload();
        for (UserCommand command : List.of(
                new RecordLogin(id),
                new ChangeProfile(id, PersonName.of(name + " II"), TargetRole.of("Engineer"), ExperienceLevel.SENIOR),
                new ChangeEmail(id, EmailAddress.of(name + ".2@example.com")),
                new ChangeEmail(id, EmailAddress.of(name + ".3@example.com")),
                new ChangePassword(id, OTHER_HASH),
                new RecordFailedLogin(id))) {
            send(command, node);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.jdbc()
                                .queryForList("SELECT 1 FROM snapshots WHERE aggregate_id = ?", Long.toString(id))
                                .size()
                        == 1);
        return id;
    }

    private static CommandResultMessage<?> send(Object command, TestNode node) {
        CommandResultMessage<?> result = node.send(command, ORIGIN);
        if (result.isExceptional()) {
            throw new AssertionError(result.exceptionResult());
        }
        return result;
    }
}
