package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.LOCKED;
import static io.userstore.user.AccountStatus.PENDING_VERIFICATION;
import static io.userstore.user.AccountStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountStatusTest {

    private static final Map<AccountStatus, Set<AccountStatus>> ALLOWED = Map.of(
            PENDING_VERIFICATION, Set.of(ACTIVE, SUSPENDED, LOCKED),
            ACTIVE, Set.of(SUSPENDED, LOCKED),
            SUSPENDED, Set.of(ACTIVE),
            LOCKED, Set.of(ACTIVE, SUSPENDED));

    @ParameterizedTest
    @EnumSource
    void administratorMayChangeAStatusToTheAllowedOnesOnly(AccountStatus from) {
        assertThat(AccountStatus.values()).filteredOn(from::mayBecome).hasSameElementsAs(ALLOWED.get(from));
    }
}
