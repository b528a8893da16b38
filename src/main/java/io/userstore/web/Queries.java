package io.userstore.web;

import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;

/** Asks the directory and waits for its answer. */
@Component
class Queries {

    private final QueryGateway gateway;

    Queries(QueryGateway gateway) {
        this.gateway = gateway;
    }

    <T> T one(Object query, Class<T> type) {
        return gateway.query(query, ResponseTypes.instanceOf(type)).join();
    }

    <T> Optional<T> find(Object query, Class<T> type) {
        return gateway.query(query, ResponseTypes.optionalInstanceOf(type)).join();
    }

    /** @throws RequestRefused as {@code user-not-found} when there is no answer */
    <T> T get(Object query, Class<T> type) {
        return find(query, type).orElseThrow(() -> new RequestRefused(ProblemCode.USER_NOT_FOUND));
    }
}
