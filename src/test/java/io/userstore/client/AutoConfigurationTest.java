package io.userstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.assertj.core.util.Throwables;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.distributed.DistributedCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class AutoConfigurationTest {

    @Test
    void withoutUrlAServiceHasItsOwnBusesOnly() {
        try (Service service = Service.with("", "")) {
            assertThat(service.bean(CommandBus.class)).isInstanceOf(SimpleCommandBus.class);
            assertThat(service.bean(QueryBus.class)).isInstanceOf(SimpleQueryBus.class);
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

    @ParameterizedTest
    @ValueSource(
            strings = {"http://ann:zzy@a.example", "http://a.example?zzy", "http://a.example/#zzy", "http://xy zzy"})
    void urlThatMayHoldASecretStopsTheStartAndIsNotShown(String url) {
        assertThatThrownBy(() -> Service.of(url))
                .hasStackTraceContaining("userstore.url")
                .satisfies(AutoConfigurationTest::showsNoSecret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzy\n", "xy zzy", "ézzy", " zzy"})
    void tokenThatNoHeaderMayHaveStopsTheStartAndIsNotShown(String token) {
        assertThatThrownBy(() -> Service.with("http://a.example", token))
                .hasStackTraceContaining("visible ASCII")
                .satisfies(AutoConfigurationTest::showsNoSecret);
        assertThatThrownBy(() -> Call.get("/").to(URI.create("http://a.example"), () -> token))
                .satisfies(AutoConfigurationTest::showsNoSecret);
    }

    private static void showsNoSecret(Throwable failure) {
        assertThat(Throwables.getStackTrace(failure)).doesNotContain("zzy");
    }

    @Test
    void busesOfTheServicesOwnAreBehindTheClientsByTheirQualifier() {
        SpringApplicationBuilder service = new SpringApplicationBuilder(Service.Application.class, OwnBuses.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false);
        try (ConfigurableApplicationContext context = service.run(
                "--spring.config.name=service", "--userstore.url=http://a.example", "--userstore.token=token")) {
            assertThat(context.getBean(CommandBus.class)).isInstanceOf(DistributedCommandBus.class);
            assertThat(context.getBean(CommandGateway.class).<String>sendAndWait(new Service.Greet("Ann")))
                    .isEqualTo("Hello Ann of the service's own bus");
            assertThat(context.getBean(QueryGateway.class)
                            .query(new Service.FindGreeting("Ann"), String.class)
                            .join())
                    .isEqualTo("Hello Ann of the service's own bus");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBuses {

        @Bean
        @Qualifier("localSegment")
        CommandBus own() {
            SimpleCommandBus bus = SimpleCommandBus.builder().build();
            bus.registerHandlerInterceptor((work, chain) -> chain.proceed() + " of the service's own bus");
            return bus;
        }

        @Bean
        @Qualifier("localSegment")
        QueryBus ownQueries() {
            SimpleQueryBus bus = SimpleQueryBus.builder().build();
            bus.registerHandlerInterceptor((work, chain) -> chain.proceed() + " of the service's own bus");
            return bus;
        }
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
