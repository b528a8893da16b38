package io.userstore.user;

import io.userstore.user.event.Imported;
import io.userstore.user.event.Personal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last import of a user, who is as it was imported until something else happens to it. Only a digest: neither the
 * aggregate nor its snapshots hold the hash of a password.
 *
 * @param digest sealed in snapshots, as whoever has the table could tell whose it is
 * @param version of the event
 */
record AsImported(Personal digest, long version) {

    static AsImported of(Imported event, long version) {
        return new AsImported(digest(event), version);
    }

    /** Whether nothing has happened since. */
    boolean isStill(@Nullable Long current) {
        return Long.valueOf(version).equals(current);
    }

    boolean says(Imported wanted) {
        return digest.equals(digest(wanted));
    }

    private static Personal digest(Imported event) {
        String all = Stream.of(
                        event.email(),
                        event.passwordHash(),
                        event.name(),
                        event.targetRole(),
                        event.experienceLevel(),
                        event.accountStatus(),
                        event.failedLoginAttempts(),
                        event.lastLoginAt(),
                        event.createdAt(),
                        event.updatedAt(),
                        event.deletedAt())
                .map(value -> value instanceof Personal personal ? personal.or("erased") : value)
                .map(value -> value == null ? "-" : "+" + value)
                .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return Personal.of(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
