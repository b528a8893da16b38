package io.userstore.web;

import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** An endpoint that somebody forgot to put in the {@link ScopeTable}. */
class ForgottenEndpoint {

    static final String PATH = "/api/v1/forgotten";

    @Bean
    RouterFunction<ServerResponse> forgotten() {
        return RouterFunctions.route()
                .GET(PATH, request -> ServerResponse.ok().body("nobody should read this"))
                .build();
    }
}
