package io.userstore.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidValueTest {

    @Test
    void refusalTakesNoStackTrace() {
        InvalidValue refusal = new InvalidValue("must be something else");

        assertThat(refusal).hasMessage("must be something else");
        assertThat(refusal.getStackTrace()).isEmpty();
    }
}
