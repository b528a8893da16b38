package io.userstore.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The embedded database as Spring Boot starts and stops it. */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedStartTest {

    private static Path data;

    @BeforeAll
    static void chooseFolder(@TempDir Path temporary) {
        data = temporary.resolve("data");
    }

    @Test
    void serverStopsAfterEverythingThatUsesIt() throws Exception {
        try (ConfigurableApplicationContext context = start(LastUse.class)) {
            assertThat(running()).isTrue();
            assertThat(context.getEnvironment().getProperty("userstore.security.tokens[0].name"))
                    .isEqualTo("admin");
        }
        assertThat(LastUse.worked).isTrue();
        assertThat(running()).isFalse();
    }

    @Test
    void startThatFailsLaterStopsTheServerAndSaysWhatToDoWithoutAStackTrace(CapturedOutput output) throws Exception {
        assertThatThrownBy(() -> start(Failing.class)).hasRootCauseInstanceOf(StartFailure.class);
        assertThat(running()).isFalse();
        assertThat(output)
                .containsSubsequence("APPLICATION FAILED TO START", "The moon is full.", "Wait a week.")
                .doesNotContain("\tat ");
    }

    private static ConfigurableApplicationContext start(Class<?> source) {
        return new SpringApplicationBuilder(Wiring.class, source)
                .web(WebApplicationType.NONE)
                .run("--userstore.data-dir=" + data);
    }

    private static boolean running() throws IOException {
        return Postmaster.runningOn(new DataFolder(data).postgresql()).isPresent();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(EmbeddedDatabaseConfiguration.class)
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Wiring {}

    @Configuration(proxyBeanMethods = false)
    static class LastUse {

        static boolean worked;

        @Bean
        DisposableBean lastUse(DataSource dataSource) {
            return () -> worked = works(dataSource);
        }

        private static boolean works(DataSource dataSource) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return connection.isValid(1);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {

        @Bean
        Object later(DataSource dataSource) throws SQLException {
            dataSource.getConnection().close();
            throw new StartFailure("The moon is full.", "Wait a week.");
        }
    }
}
