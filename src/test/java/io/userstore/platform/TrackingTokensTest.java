package io.userstore.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import java.util.List;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.junit.jupiter.api.Test;

/** A processor finds its token again, whatever kind it is. */
class TrackingTokensTest {

    @Test
    void tokenOfAReplayIsReadBackAsItWasStored() {
        try (TestNode node = TestNode.on(TestDatabase.fresh())) {
            TokenStore tokens = node.bean(TokenStore.class);
            TrackingToken replay = ReplayToken.createReplayToken(
                    new GlobalSequenceTrackingToken(7), new GlobalSequenceTrackingToken(3));
            tokens.initializeTokenSegments("processor", 1);
            tokens.fetchToken("processor", 0);

            tokens.storeToken(replay, "processor", 0);

            assertThat(tokens.fetchToken("processor", 0)).isEqualTo(replay);
            assertThat(tokens.fetchSegments("processor")).isEqualTo(new int[] {Segment.ROOT_SEGMENT.getSegmentId()});
            assertThat(List.of(node.jdbc()
                            .queryForObject(
                                    "SELECT data_type FROM information_schema.columns"
                                            + " WHERE table_name = 'tracking_tokens' AND column_name = 'token'",
                                    String.class)))
                    .containsExactly("bytea");
        }
    }
}
