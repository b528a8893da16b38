package io.userstore.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line says what was hashed, in one way only. */
class ExportLineTest {

    /** The first event of docs/audit.md. */
    private static final String LINE = """
            {"position":1,"aggregateType":"User","aggregateId":"7","version":0,\
            "eventId":"0190b5a0-0000-7000-8000-000000000001","type":"user.registered","revision":"1",\
            "occurredAt":"2026-11-23T07:50:49.966587Z","payload":"{\\"id\\":7}","metadata":"{\\"actor\\":\\"ann\\"}",\
            "idempotencyKey":null}""";

    @Test
    void lineAsItIsExportedHasTheLeafOfItsEvent() {
        ExportLine line = ExportLine.parse(LINE);

        assertThat(line.position()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(line.leafHash()))
                .isEqualTo("a93c1845b963a6d090f01e8d7de36490a430b41c39792c3fc944e0d5e8cf72cb");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "type":          | "type":"user.erased","type":
                    {"position":     | {"actor":"bob","position":
                    "idempotencyKey":null | "other":null
                    ,"idempotencyKey":null | ~~
                    49.966587Z       | 49.966587999Z
                    49.966587Z       | 49.966587000Z
                    49.966587Z       | 49.966587+00:00
                    2026-11-23T      | +999999999-11-23T
                    0190b5a0-0000    | ffff0190b5a0-0000
                    0190b5a0-0000    | 0190B5A0-0000
                    "aggregateId":"7"| "aggregateId":"\\ud800"
                    "aggregateId":"7"| "aggregateId":7
                    "position":1,    | "position":18446744073709551617,
                    "version":0,     | "version":0.5,
                    "version":0,     | "version":"0",
                    "version":0,     | "version":-0,
                    "idempotencyKey":null} | "idempotencyKey":null}{"position":1}
                    {"position":     | [{"position":
                    """)
    void whatCouldSayMoreThanWasHashedIsNoLine(String text, String instead) {
        String line = LINE.replace(text, instead);

        assertThat(line).isNotEqualTo(LINE);
        assertThat(ExportLine.parse(line).position()).isZero();
    }
}
