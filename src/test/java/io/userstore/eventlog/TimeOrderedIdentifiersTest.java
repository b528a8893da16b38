package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;

class TimeOrderedIdentifiersTest {

    @Test
    void axonsIdentifiersAreUuidsInTheOrderOfTime() {
        List<String> identifiers = Stream.generate(IdentifierFactory.getInstance()::generateIdentifier)
                .limit(1_000)
                .toList();

        assertThat(identifiers).doesNotHaveDuplicates().isSorted();
        assertThat(identifiers).extracting(UUID::fromString).allMatch(uuid -> uuid.version() == 7);
    }
}
