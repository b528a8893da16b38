package io.userstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/** Lets through what {@link ScopeTable} allows the bearer of a token, and nothing else. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(TokenProperties.class)
class HttpAccess {

    /**
     * The resource server's filter by itself: its configurer would also open a metadata document to everybody. Tokens
     * in query strings and forms are not looked at.
     */
    @Bean
    SecurityFilterChain filterChain(HttpSecurity http, AuthenticationManager authentication) {
        BearerTokenAuthenticationFilter bearerTokens = new BearerTokenAuthenticationFilter(authentication);
        bearerTokens.setAuthenticationEntryPoint(Refusals::unauthenticated);
        bearerTokens.setAuthenticationFailureHandler(Refusals::unauthenticated);
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.cacheControl(cacheControl -> cacheControl.disable())
                        .addHeaderWriter(new StaticHeadersWriter(HttpHeaders.CACHE_CONTROL, "no-store")))
                .exceptionHandling(failures -> failures.authenticationEntryPoint(Refusals::unauthenticated)
                        .accessDeniedHandler(Refusals::denied))
                .authorizeHttpRequests(requests ->
                        requests.anyRequest().access((caller, context) -> decide(caller, context.getRequest())))
                .addFilter(bearerTokens)
                .build();
    }

    @Bean
    AuthenticationManager authentication(TokenProperties tokens, ObjectProvider<JwtDecoder> jwts) {
        List<AuthenticationProvider> providers = new ArrayList<>();
        providers.add(new ConfiguredTokens(tokens));
        jwts.ifAvailable(decoder -> providers.add(IssuedTokens.of(decoder)));
        return new ProviderManager(providers);
    }

    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        // The container has refused controls already, and to it a reason in UTF-8 looks as if it had some.
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler rejectedRequests() {
        return (request, response, failure) -> ProblemWriter.write(Problem.of(ProblemCode.VALIDATION_FAILED), response);
    }

    private static AuthorizationDecision decide(
            Supplier<? extends @Nullable Authentication> caller, HttpServletRequest request) {
        boolean granted = ScopeTable.ruleFor(request)
                .filter(rule -> rule.open() || hasOneOf(rule, caller.get()))
                .isPresent();
        return new AuthorizationDecision(granted);
    }

    private static boolean hasOneOf(ScopeTable.Rule rule, @Nullable Authentication caller) {
        return caller != null
                && caller.isAuthenticated()
                && rule.scopes().stream().anyMatch(scope -> scope.isGrantedTo(caller));
    }
}
