package io.benchmark.stock;

import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.Registered;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;

/** The {@code users} table by JPA, in the transaction of the command; knows the events that the benchmark causes. */
@ProcessingGroup("users")
class UsersProjection {

    private final EntityManager entityManager;

    UsersProjection(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    @EventHandler
    void on(Registered event, @Timestamp Instant at) {
        entityManager.persist(new UserEntity(event, at));
    }

    @EventHandler
    void on(LoginFailed event, @Timestamp Instant at) {
        entityManager.find(UserEntity.class, event.id()).loginFailed(event.attempts(), at);
    }
}
