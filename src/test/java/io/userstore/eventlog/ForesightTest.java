package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForesightTest {

    private static final Append APPEND = Append.of(List.of(), List.of(), null);

    private final Foresight foresight = new Foresight();

    /** How many batches are judged on what is read until the next assumption. */
    private int batchesUntilNextAssumption() {
        int batches = 0;
        while (foresight.of(List.of(APPEND)) == null) {
            batches++;
        }
        return batches;
    }

    @Test
    void assumesNothingOfALogItHasNotSeen() {
        assertThat(foresight.of(List.of(APPEND))).isNull();

        foresight.headIs(7);
        assertThat(foresight.of(List.of(APPEND)))
                .isNotNull()
                .extracting(AssumedState::head)
                .isEqualTo(7L);

        foresight.headIsUnknown();
        assertThat(foresight.of(List.of(APPEND))).isNull();
    }

    @Test
    void assumesNothingForLargeBatches() {
        foresight.headIs(7);

        assertThat(foresight.of(Collections.nCopies(64, APPEND))).isNotNull();
        assertThat(foresight.of(Collections.nCopies(65, APPEND))).isNull();
    }

    @Test
    void assumesMoreRarelyTheMoreOftenItWasWrong() {
        foresight.headIs(7);

        foresight.wasFalse();
        assertThat(batchesUntilNextAssumption()).isEqualTo(1);
        foresight.wasFalse();
        assertThat(batchesUntilNextAssumption()).isEqualTo(3);
        foresight.wasTrue();
        foresight.wasFalse();
        assertThat(batchesUntilNextAssumption()).isEqualTo(3);
        for (int i = 0; i < 20; i++) {
            foresight.wasFalse();
        }
        assertThat(batchesUntilNextAssumption()).isEqualTo(255);
    }
}
