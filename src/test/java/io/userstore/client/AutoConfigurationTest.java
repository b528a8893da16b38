package io.userstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.distributed.DistributedCommandBus;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoConfigurationTest {

    @Test
    void withoutUrlAServiceHasItsOwnBusesOnly() {
        try (Service service = Service.with("", "")) {
            assertThat(service.bean(CommandBus.class)).isInstanceOf(SimpleCommandBus.class);
            assertThat(service.bean(org.axonframework.queryhandling.QueryBus.class))
                    .isInstanceOf(SimpleQueryBus.class);
        }
    }

    @Test
    void urlsMayBeAList() {
        try (Service service =
                Service.of("", "userstore.url[0]=http://a.example", "userstore.url[1]=http://b.example")) {
            assertThat(service.bean(CommandBus.class)).isInstanceOf(DistributedCommandBus.class);
            assertThat(service.bean(ClientProperties.class).url()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a.example", "a.example:8080", "/path"})
    void urlThatIsNoneStopsTheStart(String url) {
        assertThatThrownBy(() -> Service.of(url)).hasStackTraceContaining("userstore.url must be http or https URLs");
    }

    @Test
    void storeWithoutTokenStopsTheStart() {
        assertThatThrownBy(() -> Service.with("http://a.example", ""))
                .hasStackTraceContaining("userstore.url needs a userstore.token");
    }

    @Test
    void tokenIsNotShown() {
        try (Service service = Service.with("http://a.example", "secret")) {
            assertThat(service.bean(ClientProperties.class).toString()).doesNotContain("secret");
        }
    }
}
