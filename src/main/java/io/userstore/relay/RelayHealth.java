package io.userstore.relay;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Tells how the relay is; up in any case, because a store without Kafka is to serve on. */
final class RelayHealth implements HealthIndicator {

    private final RelayStatus status;

    RelayHealth(RelayStatus status) {
        this.status = status;
    }

    @Override
    public Health health() {
        return Health.up()
                .withDetail("relays", status.state())
                .withDetail("position", status.position())
                .withDetail("lag", status.lag())
                .build();
    }
}
