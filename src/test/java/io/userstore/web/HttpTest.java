package io.userstore.web;

import io.userstore.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A store on a real port over a real database: one for all tests of this package, so none may count on being alone. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "logging.level.root=INFO")
@Import({ForgottenEndpoint.class, FailingFilter.class})
abstract class HttpTest {

    static final TestDatabase DATABASE = TestDatabase.fresh();
    static final TokenIssuer ISSUER = new TokenIssuer();

    @LocalServerPort
    int port;

    /** Calls the store with every scope. */
    Client store = new Client(0, null);

    Client anonymous = store;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("userstore.data-dir", DATABASE::dataFolder);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
        registry.add("spring.security.oauth2.resourceserver.jwt.jwk-set-uri", ISSUER::keysUri);
        TestTokens.register(registry);
    }

    @BeforeEach
    void connect() {
        anonymous = new Client(port, null);
        store = anonymous.with(TestTokens.EVERYTHING);
    }
}
