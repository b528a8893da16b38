package io.userstore;

import io.userstore.user.event.EmailChanged;
import io.userstore.user.event.Imported;
import io.userstore.user.event.PasswordChanged;
import io.userstore.user.event.Personal;
import io.userstore.user.event.ProfileChanged;
import io.userstore.user.event.Registered;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events of what is personal in them, in plain text. */
public final class TestEvents {

    private TestEvents() {}

    public static Registered registered(
            long id,
            String email,
            String passwordHash,
            String name,
            @Nullable String targetRole,
            @Nullable String experienceLevel,
            String accountStatus) {
        return new Registered(
                id,
                Personal.of(email),
                Personal.of(passwordHash),
                Personal.of(name),
                Personal.ofNullable(targetRole),
                Personal.ofNullable(experienceLevel),
                accountStatus);
    }

    /** At noon of one day, two and three days later; never logged in. */
    public static Imported imported(long id, String email, String passwordHash, String name, String accountStatus) {
        return new Imported(
                id,
                Personal.of(email),
                Personal.of(passwordHash),
                Personal.of(name),
                null,
                null,
                accountStatus,
                0,
                null,
                Instant.parse("2020-02-28T12:00:00Z"),
                Instant.parse("2020-03-01T12:00:00Z"),
                null);
    }

    public static ProfileChanged profileChanged(
            long id, String name, @Nullable String targetRole, @Nullable String experienceLevel) {
        return new ProfileChanged(
                id, Personal.of(name), Personal.ofNullable(targetRole), Personal.ofNullable(experienceLevel));
    }

    public static EmailChanged emailChanged(long id, String email) {
        return new EmailChanged(id, Personal.of(email));
    }

    public static PasswordChanged passwordChanged(long id, String passwordHash) {
        return new PasswordChanged(id, Personal.of(passwordHash));
    }

    /** All that is personal of an event, in the order of its components; what is absent is left out. */
    public static List<Personal> personal(Object event) {
        if (event instanceof Registered registered) {
            return present(
                    registered.email(),
                    registered.passwordHash(),
                    registered.name(),
                    registered.targetRole(),
                    registered.experienceLevel());
        } else if (event instanceof Imported imported) {
            return present(
                    imported.email(),
                    imported.passwordHash(),
                    imported.name(),
                    imported.targetRole(),
                    imported.experienceLevel());
        } else if (event instanceof ProfileChanged changed) {
            return present(changed.name(), changed.targetRole(), changed.experienceLevel());
        } else if (event instanceof EmailChanged changed) {
            return present(changed.email());
        } else if (event instanceof PasswordChanged changed) {
            return present(changed.passwordHash());
        }
        return List.of();
    }

    private static List<Personal> present(@Nullable Personal... texts) {
        return Stream.of(texts).flatMap(Stream::ofNullable).toList();
    }
}
