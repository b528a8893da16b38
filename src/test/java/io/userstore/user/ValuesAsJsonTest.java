package io.userstore.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ValuesAsJsonTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private record Values(
            EmailAddress email,
            PasswordHash passwordHash,
            PersonName name,
            TargetRole targetRole,
            ExperienceLevel experienceLevel,
            AccountStatus accountStatus) {}

    @Test
    void everyValueIsAPlainStringAndReadsBack() {
        Values values = new Values(
                EmailAddress.of("Ada@straße.de"),
                PasswordHash.of("$2b$10$N9qo8uLOickgx2ZMRZoMyerQKEVFj1vJdjpgp6AGhdEpgLcn6nAea"),
                PersonName.of("Ada"),
                TargetRole.of("Engineer"),
                ExperienceLevel.LEAD,
                AccountStatus.ACTIVE);

        String json = JSON.writeValueAsString(values);

        assertThat(JSON.readTree(json)).isEqualTo(JSON.readTree("""
                                {
                                  "email": "Ada@xn--strae-oqa.de",
                                  "passwordHash": "$2b$10$N9qo8uLOickgx2ZMRZoMyerQKEVFj1vJdjpgp6AGhdEpgLcn6nAea",
                                  "name": "Ada",
                                  "targetRole": "Engineer",
                                  "experienceLevel": "LEAD",
                                  "accountStatus": "ACTIVE"
                                }
                                """));
        assertThat(JSON.readValue(json, Values.class)).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(classes = {EmailAddress.class, PasswordHash.class, PersonName.class, TargetRole.class})
    void invalidValueIsRefusedWithoutShowingIt(Class<?> type) {
        assertThatThrownBy(() -> JSON.readValue("\"hunter2\\u0000\"", type))
                .hasRootCauseInstanceOf(InvalidValue.class)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(classes = {EmailAddress.class, PasswordHash.class, PersonName.class, TargetRole.class})
    void emptyStringIsRefusedAndNotTakenForAbsent(Class<?> type) {
        assertThatThrownBy(() -> JSON.readValue("\"\"", type)).hasRootCauseInstanceOf(InvalidValue.class);
    }
}
