package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String VALID = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

    @ParameterizedTest
    @ValueSource(
            strings = {
                VALID,
                "01-" + TRACE_ID + "-00f067aa0ba902b7-01",
                "cc-" + TRACE_ID + "-00f067aa0ba902b7-01-what-ever"
            })
    void validHeaderGivesItsTraceId(String header) {
        assertThat(TraceParent.traceIdOf(List.of(header))).isEqualTo(TRACE_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                VALID + "-more",
                "ff-" + TRACE_ID + "-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE_ID + "-0000000000000000-01",
                "00-" + TRACE_ID + "-00f067aa0ba902b7",
                "cc-" + TRACE_ID + "-00f067aa0ba902b7-01what-ever"
            })
    void malformedHeaderIsIgnored(String header) {
        assertThat(TraceParent.traceIdOf(List.of(header)))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(TRACE_ID);
    }

    @Test
    void absentOrRepeatedHeaderGivesAFreshIdEachTime() {
        assertThat(TraceParent.traceIdOf(List.of())).isNotEqualTo(TraceParent.traceIdOf(List.of()));
        assertThat(TraceParent.traceIdOf(List.of(VALID, VALID))).isNotEqualTo(TRACE_ID);
    }
}
