package io.benchmark;

import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.Register;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** The users that every contestant registers. */
public final class Users {

    public static final String PASSWORD_HASH = "$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
    public static final String NAME = "Ann Example";
    public static final String TARGET_ROLE = "Platform Engineer";
    public static final String EXPERIENCE_LEVEL = "SENIOR";

    /** Accounts never lock while they are measured: a locked one only answers, which is no work. */
    public static final int NO_LOCKOUT = Integer.MAX_VALUE;

    private static final AtomicLong NEXT = new AtomicLong(1_000_000_000);

    private Users() {}

    /** An address that nobody had before, at a random place in any index on addresses. */
    public static String newEmail() {
        return email(NEXT.incrementAndGet());
    }

    /** The command that registers such a user. */
    public static Register registration(String email) {
        return new Register(
                EmailAddress.of(email),
                PasswordHash.of(PASSWORD_HASH),
                PersonName.of(NAME),
                TargetRole.of(TARGET_ROLE),
                ExperienceLevel.valueOf(EXPERIENCE_LEVEL),
                null);
    }

    /** The n-th address: always the same, none twice, and the same as {@link Dataset}'s SQL makes. */
    static String email(long n) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5").digest(Long.toString(n).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash) + "@example.com";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
