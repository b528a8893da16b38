package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.LOCKED;
import static io.userstore.user.AccountStatus.PENDING_VERIFICATION;
import static io.userstore.user.AccountStatus.SUSPENDED;
import static io.userstore.user.UserFixture.A_DAY;
import static io.userstore.user.UserFixture.EMAIL;
import static io.userstore.user.UserFixture.HASH;
import static io.userstore.user.UserFixture.ID;
import static io.userstore.user.UserFixture.NAME;
import static io.userstore.user.UserFixture.NOON;
import static io.userstore.user.UserFixture.byAdministrator;
import static io.userstore.user.UserFixture.importedAs;
import static io.userstore.user.UserFixture.refusal;
import static io.userstore.user.UserFixture.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.userstore.TestEvents;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.Import;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.ReleaseLock;
import io.userstore.user.command.Restore;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Imported;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.LoginSucceeded;
import io.userstore.user.event.Personal;
import io.userstore.user.event.Restored;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportTest {

    private static final Instant LONG_AGO = Instant.parse("2019-05-05T05:05:05.000005Z");

    @Test
    void userIsTakenOverWithAllThatItHas() {
        new UserFixture()
                .when(new Import(
                        ID,
                        EmailAddress.of("Ann.B+x@BÜCHER.example"),
                        PasswordHash.of(HASH),
                        PersonName.of("Ann B"),
                        TargetRole.of("Engineer"),
                        ExperienceLevel.PRINCIPAL,
                        SUSPENDED,
                        3,
                        LONG_AGO.plusNanos(999),
                        LONG_AGO.minusSeconds(2),
                        LONG_AGO.minusSeconds(1),
                        LONG_AGO))
                .expectEvents(new Imported(
                        ID,
                        Personal.of("Ann.B+x@xn--bcher-kva.example"),
                        Personal.of(HASH),
                        Personal.of("Ann B"),
                        Personal.of("Engineer"),
                        Personal.of("PRINCIPAL"),
                        "SUSPENDED",
                        3,
                        LONG_AGO,
                        LONG_AGO.minusSeconds(2),
                        LONG_AGO.minusSeconds(1),
                        LONG_AGO));
    }

    @Test
    void sameImportAgainChangesNothing() {
        new UserFixture()
                .and(imported(ACTIVE))
                .when(importedAs(ACTIVE))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource
    void userToWhomNothingHasHappenedTakesOtherValues(AccountStatus status) {
        new UserFixture()
                .and(imported(PENDING_VERIFICATION))
                .and(imported(LOCKED))
                .and(deletedWhenImported())
                .when(importedAs(status))
                .expectEvents(imported(status));
    }

    @Test
    void userWhoWasRegisteredHereIsNotTakenOver() {
        registered(ACTIVE)
                .when(importedAs(ACTIVE))
                .expectException(refusal("version-conflict"))
                .expectNoEvents();
    }

    @Test
    void userWhoHasChangedHereIsNotTakenOverAgain() {
        new UserFixture()
                .and(imported(ACTIVE), new LoginSucceeded(ID))
                .when(importedAs(ACTIVE))
                .expectException(refusal("version-conflict"))
                .expectNoEvents();
    }

    @Test
    void userWhoIsGoneDoesNotComeBack() {
        new UserFixture()
                .and(imported(ACTIVE), new Erased(ID))
                .when(importedAs(ACTIVE))
                .expectException(refusal("user-deleted"))
                .expectNoEvents();
    }

    @Test
    void importedUserGoesOnHere() {
        new UserFixture()
                .and(imported(SUSPENDED))
                .when(new ChangeStatus(ID, ACTIVE))
                .expectEvents(byAdministrator(SUSPENDED, ACTIVE));
        new UserFixture().and(deletedWhenImported()).when(new Restore(ID)).expectEvents(new Restored(ID));
        new UserFixture().and(imported(ACTIVE)).when(new Erase(ID)).expectEvents(new Erased(ID));
    }

    @Test
    void lockOfAnImportedUserHasNoEnd() {
        new UserFixture()
                .and(imported(LOCKED))
                .after(A_DAY)
                .when(new ReleaseLock(ID, NOON))
                .expectNoEvents();
        new UserFixture()
                .and(imported(LOCKED))
                .after(A_DAY)
                .when(new RecordFailedLogin(ID))
                .expectResultMessagePayload(new AccountStanding(LOCKED, 0, null, false));
    }

    @Test
    void importedAttemptsCountUnlessTheUserHasBeenLeftAloneForLong() {
        new UserFixture()
                .and(attempts(2, NOON.minus(A_DAY).plusSeconds(1)))
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 3));
        new UserFixture()
                .and(attempts(2, NOON.minus(A_DAY)))
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0001-01-01T00:00:00Z", "0000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
    void timeThatIsNotOfOurEraIsRefused(String time) {
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> Import.kept(Instant.parse(time)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Import.MAX_ATTEMPTS + 1})
    void attemptsOutOfRangeAreRefused(int attempts) {
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> command(ID, attempts, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void idThatIsNotPositiveIsRefused(long id) {
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> command(id, 0, null));
    }

    @Test
    void neitherTheCommandNorItsEventShowsWhoItIsAbout() {
        Import command = command(ID, 0, LONG_AGO);
        assertThat(command.toString() + Adoption.of(command)).doesNotContain(EMAIL, NAME + "]", HASH);
    }

    @Test
    void lastImportIsKnownAgainByEachOfItsValuesAndHoldsNone() {
        AsImported last = AsImported.of(Adoption.of(command(ID, 0, null)), 0);

        assertThat(last.says(Adoption.of(command(ID, 0, null)))).isTrue();
        assertThat(last.says(Adoption.of(command(ID, 1, null)))).isFalse();
        assertThat(last.says(Adoption.of(command(ID, 0, LONG_AGO)))).isFalse();
        assertThat(last.says(TestEvents.imported(ID, EMAIL, HASH, "Other", "ACTIVE")))
                .isFalse();
        assertThat(last.digest().or("erased")).matches("[0-9a-f]{64}");
    }

    private static Import command(long id, int attempts, @Nullable Instant deletedAt) {
        return new Import(
                id,
                EmailAddress.of(EMAIL),
                PasswordHash.of(HASH),
                PersonName.of(NAME),
                null,
                null,
                ACTIVE,
                attempts,
                null,
                LONG_AGO,
                LONG_AGO,
                deletedAt);
    }

    private static Imported imported(AccountStatus status) {
        return TestEvents.imported(ID, EMAIL, HASH, NAME, status.name());
    }

    private static Imported deletedWhenImported() {
        return Adoption.of(command(ID, 0, LONG_AGO));
    }

    private static Imported attempts(int attempts, Instant updatedAt) {
        Imported event = imported(ACTIVE);
        return new Imported(
                ID,
                event.email(),
                event.passwordHash(),
                event.name(),
                null,
                null,
                event.accountStatus(),
                attempts,
                null,
                event.createdAt(),
                updatedAt,
                null);
    }
}
