package io.userstore.user;

import static io.userstore.user.UserFixture.A_DAY;
import static io.userstore.user.UserFixture.EMAIL;
import static io.userstore.user.UserFixture.FIFTEEN_MINUTES;
import static io.userstore.user.UserFixture.HASH;
import static io.userstore.user.UserFixture.MICROSECOND;
import static io.userstore.user.UserFixture.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.Import;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.ReleaseLock;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import io.userstore.user.event.EmailChanged;
import io.userstore.user.event.Imported;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.PasswordChanged;
import io.userstore.user.event.Personal;
import io.userstore.user.event.ProfileChanged;
import io.userstore.user.event.StatusChanged;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever is asked of an account, in whatever order and at whatever time, it does what the contract's table says. */
class UserModelTest {

    private static final int POLICIES = 20;
    private static final int ACCOUNTS = 20;
    private static final int COMMANDS = 40;

    private final Clock axonsClock = GenericEventMessage.clock;

    @AfterEach
    void giveAxonItsClockBack() {
        GenericEventMessage.clock = axonsClock;
    }

    @Test
    void randomCommandsHaveTheOutcomeOfTheModel() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < POLICIES; i++) {
            LockoutPolicy policy = new LockoutPolicy(
                    1 + random.nextInt(5),
                    oneOf(random, Duration.ZERO, FIFTEEN_MINUTES, A_DAY.plus(FIFTEEN_MINUTES)),
                    oneOf(random, FIFTEEN_MINUTES.dividedBy(3), A_DAY));
            Store store = Store.with(policy);
            for (long id = 1; id <= ACCOUNTS; id++) {
                compare(id, store, random, "seed " + seed + ", policy " + i + ": " + policy + ", account " + id);
            }
        }
    }

    private static void compare(long id, Store store, Random random, String account) {
        if (random.nextInt(3) == 0) {
            Import initial = importOf(id, random);
            store.gateway.sendAndWait(initial);
            compare(id, new AccountModel(store.policy, initial), store, random, account + ", imported " + initial);
            return;
        }
        AccountStatus initial = oneOf(random, AccountStatus.PENDING_VERIFICATION, AccountStatus.ACTIVE);
        store.ids.set(id - 1);
        store.gateway.sendAndWait(
                new Register(EmailAddress.of(EMAIL), PasswordHash.of(HASH), PersonName.of(NAME), null, null, initial));
        AccountModel model = new AccountModel(store.policy, initial, EMAIL, NAME + ",-,-");
        compare(id, model, store, random, account + ", registered " + initial);
    }

    private static void compare(long id, AccountModel model, Store store, Random random, String account) {
        List<String> history = new ArrayList<>(List.of(account));
        long version = 0;
        for (int i = 0; i < COMMANDS; i++) {
            Instant now = store.clock.forward(pause(random, store.policy));
            UserCommand command = command(id, random, model.lockEnd());
            history.add(now + " " + command);

            List<String> outcome = new ArrayList<>();
            Object answer = store.answerTo(command, outcome);
            version += store.drain(id, version + 1, outcome);
            if (answer instanceof AccountStanding standing) {
                outcome.add(text(standing));
            }

            assertThat(outcome).as(() -> String.join("\n", history)).isEqualTo(model.outcome(command, now));
        }
    }

    private static Duration pause(Random random, LockoutPolicy policy) {
        return oneOf(
                random,
                Duration.ZERO,
                Duration.ZERO,
                MICROSECOND,
                Duration.ofMinutes(1),
                policy.duration(),
                policy.duration().isZero() ? Duration.ZERO : policy.duration().minus(MICROSECOND),
                policy.resetAfter(),
                policy.resetAfter().minus(MICROSECOND));
    }

    private static UserCommand command(long id, Random random, @Nullable Instant lockEnd) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> new ChangeStatus(id, oneOf(random, AccountStatus.values()));
            case 4, 5 -> new RecordLogin(id);
            case 6, 7 -> new ReleaseLock(id, lockEnd == null || random.nextInt(4) == 0 ? UserFixture.NOON : lockEnd);
            case 8 ->
                new ChangeProfile(
                        id,
                        PersonName.of(oneOf(random, "Ann", "Anna")),
                        random.nextBoolean() ? null : TargetRole.of("Engineer"),
                        random.nextBoolean() ? null : ExperienceLevel.LEAD);
            case 9 -> new ChangeEmail(id, EmailAddress.of(oneOf(random, EMAIL, "Ann@EXAMPLE.com", "b@example.com")));
            case 10 -> new ChangePassword(id, PasswordHash.of(HASH));
            case 11 -> new SoftDelete(id);
            case 12, 13 -> new Restore(id);
            case 15, 16 -> importOf(id, random);
            case 14 -> random.nextInt(5) == 0 ? new Erase(id) : new RecordFailedLogin(id);
            default -> new RecordFailedLogin(id);
        };
    }

    /** Before the test begins, so that attempts are soon forgotten, or at its beginning. */
    private static Import importOf(long id, Random random) {
        return new Import(
                id,
                EmailAddress.of(oneOf(random, EMAIL, "b@example.com")),
                PasswordHash.of(HASH),
                PersonName.of(NAME),
                null,
                null,
                oneOf(random, AccountStatus.values()),
                random.nextInt(3),
                null,
                UserFixture.NOON.minus(A_DAY.multipliedBy(9)),
                random.nextBoolean()
                        ? UserFixture.NOON
                        : UserFixture.NOON.minus(A_DAY).plus(FIFTEEN_MINUTES),
                random.nextInt(4) == 0 ? UserFixture.NOON : null);
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String text(AccountStanding standing) {
        return "answer " + standing.accountStatus() + " " + standing.failedLoginAttempts() + " "
                + standing.lockedUntil() + " " + standing.counted();
    }

    private static String text(@Nullable Personal personal) {
        return personal == null ? "-" : personal.or("erased");
    }

    /** In the words of {@link AccountModel#outcome}. */
    private static String text(Object event) {
        String name = event.getClass().getSimpleName();
        if (event instanceof StatusChanged status) {
            return name + " " + status.from() + " " + status.to() + " " + status.cause() + " " + status.lockedUntil();
        } else if (event instanceof LoginFailed failed) {
            return name + " " + failed.attempts();
        } else if (event instanceof ProfileChanged profile) {
            return name + " " + text(profile.name()) + "," + text(profile.targetRole()) + ","
                    + text(profile.experienceLevel());
        } else if (event instanceof Imported imported) {
            return name + " " + text(imported.email()) + " " + imported.accountStatus() + " "
                    + imported.failedLoginAttempts() + " " + imported.deletedAt();
        } else if (event instanceof EmailChanged email) {
            return name + " " + text(email.email());
        } else if (event instanceof PasswordChanged password) {
            return name + " " + text(password.passwordHash());
        }
        return name;
    }

    /** The aggregate on Axon's own parts, in memory: what it decides on is read back from its events each time. */
    private record Store(
            LockoutPolicy policy, MovedClock clock, AtomicLong ids, EventStore log, CommandGateway gateway) {

        static Store with(LockoutPolicy policy) {
            MovedClock clock = new MovedClock();
            GenericEventMessage.clock = clock;
            AtomicLong ids = new AtomicLong();
            EventStore log = EmbeddedEventStore.builder()
                    .storageEngine(new InMemoryEventStorageEngine())
                    .build();
            ParameterResolverFactory parameters = MultiParameterResolverFactory.ordered(
                    ClasspathParameterResolverFactory.forClass(User.class),
                    new SimpleResourceParameterResolverFactory(List.of(policy, clock, (UserIds) ids::incrementAndGet)));
            CommandBus bus = SimpleCommandBus.builder().build();
            AggregateAnnotationCommandHandler.<User>builder()
                    .aggregateType(User.class)
                    .parameterResolverFactory(parameters)
                    .repository(EventSourcingRepository.builder(User.class)
                            .eventStore(log)
                            .parameterResolverFactory(parameters)
                            .build())
                    .build()
                    .subscribe(bus);
            return new Store(
                    policy,
                    clock,
                    ids,
                    log,
                    DefaultCommandGateway.builder().commandBus(bus).build());
        }

        @Nullable
        Object answerTo(UserCommand command, List<String> outcome) {
            try {
                return gateway.sendAndWait(command);
            } catch (UserRejected e) {
                outcome.add(e.code().toString());
                return null;
            }
        }

        /** Adds the new events to the outcome and counts them. */
        int drain(long id, long firstVersion, List<String> outcome) {
            int before = outcome.size();
            log.readEvents(Long.toString(id), firstVersion)
                    .forEachRemaining(event -> outcome.add(text(event.getPayload())));
            return outcome.size() - before;
        }
    }

    private static final class MovedClock extends Clock {

        private Instant now = UserFixture.NOON;

        Instant forward(Duration passed) {
            now = now.plus(passed);
            return now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
