package io.userstore.platform;

import static io.userstore.TestEvents.emailChanged;
import static io.userstore.TestEvents.imported;
import static io.userstore.TestEvents.passwordChanged;
import static io.userstore.TestEvents.profileChanged;
import static io.userstore.TestEvents.registered;

import io.userstore.TestUsers;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Imported;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.LoginSucceeded;
import io.userstore.user.event.Personal;
import io.userstore.user.event.Restored;
import io.userstore.user.event.SoftDeleted;
import io.userstore.user.event.StatusChanged;
import io.userstore.user.event.UserEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands in the approved files; each file's last line break is the file's, not the log's. What is sealed in them was
 * sealed once, in the stream of {@link ApprovedKeys}, and must be readable for ever.
 */
final class ApprovedEvents {

    /** Greater than any integer that a JSON reader with nothing but doubles could tell from the next one. */
    static final long ID = 9_007_199_254_740_993L;

    /** Somebody else's: nothing can happen to that user afterwards. */
    static final long ERASED_ID = ID + 3;

    private static final Instant LOCKED_UNTIL = Instant.parse("2026-03-01T11:59:59.999999Z");

    /** Each kind of event with all that it can hold, and with as little as it can, by the name of its approved file. */
    private static final Map<String, UserEvent> EVENTS = Map.ofEntries(
            Map.entry(
                    "user.registered.1.json",
                    registered(
                            ID + 1,
                            "Ann.B+x@xn--bcher-kva.example",
                            TestUsers.HASH.value(),
                            "Zoë \"Ann\" \\ </b> \u2013 😀",
                            "Straße & Bau",
                            "MID",
                            "PENDING_VERIFICATION")),
            Map.entry(
                    "user.registered.1-least.json",
                    registered(ID + 2, "a@b.example", TestUsers.HASH.value(), "A", null, null, "ACTIVE")),
            Map.entry(
                    "user.imported.1.json",
                    new Imported(
                            ID + 4,
                            Personal.of("Imp.B+x@xn--bcher-kva.example"),
                            Personal.of(TestUsers.HASH.value()),
                            Personal.of("Zoë \"Ann\" \\ </b> \u2013 😀"),
                            Personal.of("Straße & Bau"),
                            Personal.of("MID"),
                            "LOCKED",
                            999_999_999,
                            Instant.parse("2019-12-31T23:59:59.1Z"),
                            Instant.parse("0001-01-01T00:00:00Z"),
                            LOCKED_UNTIL,
                            Instant.parse("9999-12-31T23:59:59.999999Z"))),
            Map.entry(
                    "user.imported.1-least.json",
                    imported(ID + 5, "c@b.example", TestUsers.HASH.value(), "A", "ACTIVE")),
            Map.entry(
                    "user.status-changed.1.json",
                    new StatusChanged(ID, "ACTIVE", "LOCKED", "TOO_MANY_FAILED_LOGINS", LOCKED_UNTIL)),
            Map.entry(
                    "user.status-changed.1-least.json",
                    new StatusChanged(ID, "LOCKED", "ACTIVE", "LOCK_EXPIRED", null)),
            Map.entry("user.login-failed.1.json", new LoginFailed(ID, 5)),
            Map.entry("user.login-succeeded.1.json", new LoginSucceeded(ID)),
            Map.entry("user.profile-changed.1.json", profileChanged(ID, "Anna", "Architect", "PRINCIPAL")),
            Map.entry("user.profile-changed.1-least.json", profileChanged(ID, "Anna", null, null)),
            Map.entry("user.email-changed.1.json", emailChanged(ID, "anna@example.com")),
            Map.entry("user.password-changed.1.json", passwordChanged(ID, TestUsers.HASH.value())),
            Map.entry("user.soft-deleted.1.json", new SoftDeleted(ID)),
            Map.entry("user.restored.1.json", new Restored(ID)),
            Map.entry("user.erased.1.json", new Erased(ERASED_ID)));

    private ApprovedEvents() {}

    static Map<String, UserEvent> byFile() {
        return EVENTS;
    }

    static UserEvent event(String file) {
        return Objects.requireNonNull(EVENTS.get(file));
    }

    /** The stored name and the revision: what an event is called in the log. */
    static String name(String file) {
        return file.replaceFirst("(-least)?\\.json$", "");
    }

    /** The files of events that there are, whether anything above belongs to them or not. */
    static Set<String> files() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("user."))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of the event that the file was made for. */
    static UUID eventId(String file) {
        return UUID.nameUUIDFromBytes(file.getBytes(StandardCharsets.UTF_8));
    }

    static String text(String file) {
        try {
            return Files.readString(folder().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(ApprovedEvents.class.getResource("/approved"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
