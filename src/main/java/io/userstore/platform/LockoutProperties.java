package io.userstore.platform;

import io.userstore.user.LockoutPolicy;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code userstore.lockout.*}, see {@link LockoutPolicy}. */
@ConfigurationProperties("userstore.lockout")
record LockoutProperties(
        @DefaultValue("5") int limit,
        @DefaultValue("15m") Duration duration,
        @DefaultValue("24h") Duration resetAfter) {

    LockoutPolicy toPolicy() {
        return new LockoutPolicy(limit, duration, resetAfter);
    }
}
