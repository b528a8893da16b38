package io.userstore.platform;

import io.userstore.eventlog.StoredTypes;
import io.userstore.eventlog.StreamAggregates;
import io.userstore.user.AccountStanding;
import io.userstore.user.LockoutPolicy;
import io.userstore.user.User;
import io.userstore.user.event.EmailChanged;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Imported;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.LoginSucceeded;
import io.userstore.user.event.PasswordChanged;
import io.userstore.user.event.ProfileChanged;
import io.userstore.user.event.Registered;
import io.userstore.user.event.Restored;
import io.userstore.user.event.SoftDeleted;
import io.userstore.user.event.StatusChanged;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.GenericEventMessage;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the domain on the log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LockoutProperties.class)
class DomainConfiguration {

    /** UTC to the microsecond, which is what PostgreSQL keeps: what was decided on is what is read back. */
    @Bean
    Clock clock() {
        Clock microseconds = Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
        // Axon has no other way in for the clock that stamps events.
        GenericEventMessage.clock = microseconds;
        return microseconds;
    }

    @Bean
    LockoutPolicy lockoutPolicy(LockoutProperties properties) {
        return properties.toPolicy();
    }

    /** The names are contracts with every log there is: add, never rename. */
    @Bean
    StoredTypes storedTypes() {
        return new StoredTypes()
                .add(Registered.class, "user.registered", "1")
                .add(Imported.class, "user.imported", "1")
                .add(StatusChanged.class, "user.status-changed", "1")
                .add(LoginFailed.class, "user.login-failed", "1")
                .add(LoginSucceeded.class, "user.login-succeeded", "1")
                .add(ProfileChanged.class, "user.profile-changed", "1")
                .add(EmailChanged.class, "user.email-changed", "1")
                .add(PasswordChanged.class, "user.password-changed", "1")
                .add(SoftDeleted.class, "user.soft-deleted", "1")
                .add(Restored.class, "user.restored", "1")
                .add(Erased.class, "user.erased", "1")
                .add(User.class, "user.snapshot", "1")
                .add(AccountStanding.class, "user.account-standing", "1")
                .add(Long.class, "user.id", "1");
    }

    /** @param clock not used here, but to stamp events from the first command on */
    @Bean
    ConfigurerModule userAggregate(StreamAggregates aggregates, Clock clock) {
        return configurer -> configurer.configureAggregate(aggregates.of(User.class));
    }
}
