package io.userstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.userstore.TestUsers;
import io.userstore.directory.FindUser;
import io.userstore.directory.UserView;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.UserRejected;
import io.userstore.user.UserRejected.Code;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.ReleaseLock;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A service sends commands as if the store's aggregate was its own. */
class CommandsOverHttpTest {

    private static final PasswordHash OTHER_HASH =
            PasswordHash.of("$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ56789");

    private static ServedStore store;
    private static Service service;
    private static int count;

    @BeforeAll
    static void start() {
        store = ServedStore.on(TestDatabase.fresh());
        service = Service.of(store.url());
    }

    @AfterAll
    static void stop() {
        service.close();
        store.close();
    }

    @Test
    void everyCommandTakesEffectAndAnswersAsInTheStore() {
        EmailAddress other = someAddress();
        Object id = service.send(TestUsers.user(someAddress().value()));
        assertThat(id).isInstanceOf(Long.class);
        long user = (Long) id;

        List<Object> commands = List.of(
                new RecordLogin(user),
                new ChangeProfile(user, PersonName.of("Zoë"), TargetRole.of("Pilot"), ExperienceLevel.LEAD),
                new ChangeProfile(user, PersonName.of("Zoë"), null, null),
                new ChangeEmail(user, other),
                new ChangePassword(user, OTHER_HASH),
                new ChangeStatus(user, AccountStatus.SUSPENDED),
                new SoftDelete(user),
                new Restore(user));
        for (Object command : commands) {
            assertThat(service.<Object>send(command)).as(command.toString()).isNull();
        }

        UserView view = current(user);
        assertThat(view.version()).isEqualTo(commands.size());
        assertThat(view.email()).isEqualTo(other.value());
        assertThat(view.name()).isEqualTo("Zoë");
        assertThat(view.accountStatus()).isEqualTo(AccountStatus.SUSPENDED);
        assertThat(view.lastLoginAt()).isNotNull();
        assertThat(service.<Object>send(new Erase(user))).isNull();
        assertThat(current(user).name()).isEqualTo("erased");
    }

    @Test
    void failedLoginAnswersWhetherItWasCounted() {
        long user = registered();
        for (int i = 1; i < 5; i++) {
            assertThat(service.<AccountStanding>send(new RecordFailedLogin(user)))
                    .isEqualTo(new AccountStanding(AccountStatus.ACTIVE, i, null, true));
        }

        AccountStanding locking = service.send(new RecordFailedLogin(user));
        AccountStanding locked = service.send(new RecordFailedLogin(user));

        assertThat(locking.counted()).isTrue();
        assertThat(locking.lockedUntil()).isNotNull();
        assertThat(locked).isEqualTo(new AccountStanding(AccountStatus.LOCKED, 5, locking.lockedUntil(), false));
        assertThat(locked).isEqualTo(store.node().<AccountStanding>send(new RecordFailedLogin(user)));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "CONCURRENT_MODIFICATION") // After 40 lost races: see RefusalTest
    void rejectionIsTheSameAsInTheStore(Code code) {
        long user = registered();
        String taken = someAddress().value();
        service.send(TestUsers.user(taken));
        MetaData keyed = MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, "key-of-" + user);
        service.send(new ChangeStatus(user, AccountStatus.SUSPENDED), keyed);
        long deleted = registered();
        service.send(new SoftDelete(deleted));
        Map<Code, Object> commands = Map.of(
                Code.USER_NOT_FOUND, new SoftDelete(Long.MAX_VALUE),
                Code.EMAIL_ALREADY_REGISTERED, TestUsers.user(taken),
                Code.INVALID_TRANSITION, new ChangeStatus(user, AccountStatus.LOCKED),
                Code.ACCOUNT_NOT_ACTIVE, new RecordLogin(user),
                Code.USER_DELETED, new RecordLogin(deleted),
                Code.VERSION_CONFLICT, new SoftDelete(user),
                Code.IDEMPOTENCY_KEY_REUSED, new ChangeStatus(user, AccountStatus.ACTIVE));
        MetaData metaData = code == Code.VERSION_CONFLICT
                ? MetaData.with(MetaDataKeys.EXPECTED_VERSION, 0L)
                : code == Code.IDEMPOTENCY_KEY_REUSED ? keyed : MetaData.emptyInstance();
        Object command = Objects.requireNonNull(commands.get(code));

        CommandResultMessage<?> remote = service.send(command, metaData);
        CommandResultMessage<?> inProcess = store.node().send(command, metaData);

        assertThat(remote.exceptionResult())
                .isInstanceOf(UserRejected.class)
                .hasMessage(inProcess.exceptionResult().getMessage());
        assertThat(((UserRejected) remote.exceptionResult()).code()).isEqualTo(code);
        if (metaData.isEmpty()) {
            assertThatThrownBy(() -> service.send(command)).isInstanceOf(UserRejected.class);
        }
    }

    @Test
    void whatGoesWithACommandComesAlong() {
        long user = registered();
        MetaData metaData = MetaData.with(MetaDataKeys.REASON, "Grüße \"aus\" Köln")
                .and(MetaDataKeys.ACTOR, "clerk-7 (Zoë)")
                .and(MetaDataKeys.CORRELATION_ID, "0af7651916cd43dd8448eb211c80319c")
                .and(MetaDataKeys.IDEMPOTENCY_KEY, "key/" + user)
                .and(MetaDataKeys.EXPECTED_VERSION, 0L);

        CommandResultMessage<?> first = service.send(new RecordLogin(user), metaData);
        CommandResultMessage<?> again = service.send(new RecordLogin(user), metaData);

        assertThat(first.getMetaData())
                .containsEntry(MetaDataKeys.AGGREGATE_ID, Long.toString(user))
                .containsEntry(MetaDataKeys.VERSION, 1L);
        assertThat(again.getMetaData()).containsAllEntriesOf(first.getMetaData());
        assertThat(current(user).version()).as("one effect").isEqualTo(1);
        assertThat(metaDataOf(user, 1))
                .containsEntry(MetaDataKeys.ACTOR, ServedStore.EVERYTHING)
                .containsEntry(MetaDataKeys.ON_BEHALF_OF, "clerk-7 (Zoë)")
                .containsEntry(MetaDataKeys.REASON, "Grüße \"aus\" Köln")
                .containsEntry(MetaDataKeys.CORRELATION_ID, "0af7651916cd43dd8448eb211c80319c")
                .containsEntry(MetaDataKeys.IDEMPOTENCY_KEY, "key/" + user);
        service.send(
                new RecordLogin(user),
                MetaData.with(MetaDataKeys.ACTOR, "clerk-7").and(MetaDataKeys.ON_BEHALF_OF, "a customer"));
        assertThat(metaDataOf(user, 2)).containsEntry(MetaDataKeys.ON_BEHALF_OF, "a customer");
    }

    @Test
    void withoutKeyAndCorrelationOfTheCallersItIsTheMessagesIdentifier() {
        long user = registered();

        Map<String, Object> metaData = metaDataOf(user, 0);
        String key = (String) Objects.requireNonNull(metaData.get(MetaDataKeys.IDEMPOTENCY_KEY));

        assertThat(metaData)
                .containsEntry(MetaDataKeys.CORRELATION_ID, key.replace("-", ""))
                .doesNotContainKeys(MetaDataKeys.REASON, MetaDataKeys.ON_BEHALF_OF);
    }

    @Test
    void servicesOwnCommandsStayWithIt() {
        assertThat(service.<String>send(new Service.Greet("Ann"))).isEqualTo("Hello Ann");
    }

    @Test
    void commandsThatTheStoreTakesFromNobodyAreRefusedHere() {
        Instant now = Instant.parse("2026-11-24T00:00:00Z");
        assertThatThrownBy(() -> service.send(new ReleaseLock(1, now)))
                .isInstanceOf(NoHandlerForCommandException.class);
    }

    @Test
    void whatTheStoreDoesNotTakeSaysWhy() {
        long user = registered();
        try (Service reader = Service.with(store.url(), ServedStore.READ_ONLY);
                Service stranger = Service.with(store.url(), "whatever")) {
            assertRefused(reader.send(new RecordLogin(user), MetaData.emptyInstance()), 403, "forbidden");
            assertRefused(stranger.send(new RecordLogin(user), MetaData.emptyInstance()), 401, "unauthenticated");
        }
        CommandResultMessage<?> invalid =
                service.send(new RecordLogin(user), MetaData.with(MetaDataKeys.REASON, "two\nlines"));
        assertRefused(invalid, 400, "validation-failed");
        assertThat(invalid.exceptionResult()).hasMessageContaining("reason must be at most 500 characters");
        assertThat(current(user).version()).isZero();
    }

    private static void assertRefused(CommandResultMessage<?> result, int status, String code) {
        assertThat(result.exceptionResult()).isInstanceOfSatisfying(StoreRefused.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.code()).isEqualTo(code);
        });
    }

    private static Map<String, Object> metaDataOf(long user, int version) {
        Stream<? extends org.axonframework.eventhandling.DomainEventMessage<?>> events = store.node()
                .bean(EventStore.class)
                .readEvents(Long.toString(user))
                .asStream();
        return Map.copyOf(events.toList().get(version).getMetaData());
    }

    private static long registered() {
        return service.send(TestUsers.user(someAddress().value()));
    }

    private static EmailAddress someAddress() {
        return EmailAddress.of("user" + count++ + "@example.org");
    }

    private static UserView current(long user) {
        return store.node().ask(new FindUser(user, true), UserView.class).orElseThrow();
    }
}
