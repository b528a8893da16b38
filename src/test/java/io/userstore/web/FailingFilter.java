package io.userstore.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/** Fails outside Spring MVC, in words that nobody may read. */
@Order(-1000)
class FailingFilter extends OncePerRequestFilter {

    static final String PATH = "/failing";
    static final String WORDS = "words-of-a-failure";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getRequestURI().equals(PATH)) {
            throw new IllegalStateException(WORDS, new IllegalArgumentException(WORDS));
        }
        chain.doFilter(request, response);
    }
}
