package io.userstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.eventlog.MetaDataKeys;
import java.util.Map;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationTest {

    @ParameterizedTest
    @CsvSource({
        "0af7651916cd43dd8448eb211c80319c, 0af7651916cd43dd8448eb211c80319c",
        "0AF76519-16CD-43dd-8448-eb211c80319c, 0af7651916cd43dd8448eb211c80319c",
        "order 4711, 326b6f65e1b3a7b89818d0fa0d99bc90",
        "00000000-0000-0000-0000-000000000000, 12b9377cbe7e5c94e8a70d9d23929523"
    })
    void anyIdBecomesTheSameTraceIdEachTime(String id, String traceId) {
        assertThat(Correlation.traceId(id)).isEqualTo(traceId);
    }

    @Test
    void headerHasTheFormOfTraceContext() {
        GenericMessage<String> message =
                new GenericMessage<>("", Map.of(MetaDataKeys.CORRELATION_ID, "0af7651916cd43dd8448eb211c80319c"));

        assertThat(Correlation.of(message)).matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01");
        assertThat(Correlation.of(message)).isNotEqualTo(Correlation.of(message));
    }

    @Test
    void callersIdGoesBeforeTheRootOfItsTraceAndThatBeforeTheMessagesOwn() {
        String root = "11111111111111111111111111111111";
        String callers = "22222222222222222222222222222222";
        GenericMessage<String> alone = new GenericMessage<>("");

        assertThat(Correlation.of(alone)).contains(alone.getIdentifier().replace("-", ""));
        assertThat(Correlation.of(alone.andMetaData(Map.of("traceId", root)))).contains(root);
        assertThat(Correlation.of(alone.andMetaData(Map.of("traceId", root, MetaDataKeys.CORRELATION_ID, callers))))
                .contains(callers);
    }
}
