package io.benchmark;

import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Does nothing behind all that every request goes through: the connector, the filters, the token and its scopes. It is
 * on the path of registrations, told by a header, because the store refuses paths that it does not know.
 */
class NothingEndpoint {

    static final String HEADER = "X-Nothing";

    @Bean
    RouterFunction<ServerResponse> nothing() {
        return RouterFunctions.route(
                RequestPredicates.POST("/api/v1/users")
                        .and(RequestPredicates.headers(
                                headers -> !headers.header(HEADER).isEmpty())),
                request -> ServerResponse.noContent().build());
    }
}
