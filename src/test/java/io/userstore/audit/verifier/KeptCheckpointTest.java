package io.userstore.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptCheckpointTest {

    private static final String NOTE = """
            log.example
            12
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            \u2014 log.example AAAAAAAAAAA=
            """;

    /** A witness' signature, of another kind than ours, is no reason to refuse. */
    @Test
    void checkpointIsRead() {
        assertThat(KeptCheckpoint.parse(NOTE).size()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({
        "12, +12",
        "12, -12",
        "12, 012",
        "12, 99999999999999999999",
        "jxq2I=, jxg==",
        "log.example AAAAAAAAAAA=, log.example AAAA",
        "log.example AAAAAAAAAAA=, AAAAAAAAAAA=",
        "log.example AAAAAAAAAAA=, log.example"
    })
    void whatIsNoneIsRefused(String text, String instead) {
        String note = NOTE.replace(text, instead);

        assertThat(note).isNotEqualTo(NOTE);
        assertThatThrownBy(() -> KeptCheckpoint.parse(note)).isInstanceOf(IllegalArgumentException.class);
    }
}
