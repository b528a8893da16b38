package io.userstore.web;

import io.userstore.TestUsers;
import java.util.UUID;

/** Ordinary bodies for tests that are not about their details. */
final class Bodies {

    static final String HASH = TestUsers.HASH.value();

    private Bodies() {}

    static String someEmail() {
        return "user-" + UUID.randomUUID() + "@example.org";
    }

    static String registration() {
        return registration(someEmail());
    }

    static String registration(String email) {
        return """
                {"email": "%s", "passwordHash": "%s", "name": "Ann"}""".formatted(email, HASH);
    }

    static String activeRegistration(String email) {
        return """
                {"email": "%s", "passwordHash": "%s", "name": "Ann", "targetRole": "Engineer",
                 "experienceLevel": "SENIOR", "accountStatus": "ACTIVE"}""".formatted(email, HASH);
    }

    static String email(String email) {
        return """
                {"email": "%s"}""".formatted(email);
    }

    static String status(String status) {
        return """
                {"status": "%s"}""".formatted(status);
    }

    static String name(String name) {
        return """
                {"name": "%s"}""".formatted(name);
    }

    static String passwordHash(String hash) {
        return """
                {"passwordHash": "%s"}""".formatted(hash);
    }
}
