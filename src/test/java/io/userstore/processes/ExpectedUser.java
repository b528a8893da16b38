package io.userstore.processes;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What a user must be like after each of a row of commands, by the rules of the contract, told independently of the
 * store. Lockout after 5 failures; no lock expires meanwhile.
 */
final class ExpectedUser {

    /** From each status to which it may be changed, other than to itself. */
    private static final Map<String, Set<String>> TRANSITIONS = Map.of(
            "PENDING_VERIFICATION", Set.of("ACTIVE", "SUSPENDED", "LOCKED"),
            "ACTIVE", Set.of("SUSPENDED", "LOCKED"),
            "SUSPENDED", Set.of("ACTIVE"),
            "LOCKED", Set.of("ACTIVE", "SUSPENDED"));

    private static final String[] STATUSES = {"PENDING_VERIFICATION", "ACTIVE", "SUSPENDED", "LOCKED"};
    private static final int LIMIT = 5;

    private final long id;
    private String status = "ACTIVE";
    private int attempts;
    private boolean deleted;
    private long version;

    /** One that was just registered as active. */
    ExpectedUser(long id) {
        this.id = id;
    }

    static boolean mayBecome(String from, String to) {
        return requireNonNull(TRANSITIONS.get(from)).contains(to);
    }

    static String anyStatus(Random random) {
        return STATUSES[random.nextInt(STATUSES.length)];
    }

    Request get() {
        return Request.get(id);
    }

    /** Half of the commands change the status, many of those in vain. */
    Step anyStep(Random random) {
        if (deleted && random.nextBoolean()) {
            return new Step(Request.restore(id), restore());
        }
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Step(Request.failedLogin(id), failedLogin());
            case 3 -> new Step(Request.login(id), login());
            case 4 -> new Step(Request.delete(id), delete());
            case 5 -> new Step(Request.restore(id), restore());
            default -> changeStatus(anyStatus(random));
        };
    }

    private Step changeStatus(String to) {
        return new Step(Request.status(id, to), becomes(to));
    }

    private String becomes(String to) {
        if (deleted) {
            return "410 user-deleted";
        }
        if (!to.equals(status)) {
            if (!mayBecome(status, to)) {
                return "409 invalid-transition";
            }
            attempts = status.equals("LOCKED") ? 0 : attempts;
            status = to;
            version++;
        }
        return "200 at version " + version;
    }

    private String failedLogin() {
        if (deleted) {
            return "410 user-deleted";
        }
        if (status.equals("ACTIVE") || status.equals("PENDING_VERIFICATION")) {
            attempts++;
            version++;
            if (attempts == LIMIT) {
                status = "LOCKED";
                version++;
            }
        }
        return "200 at version " + version;
    }

    private String login() {
        if (deleted) {
            return "410 user-deleted";
        }
        if (!status.equals("ACTIVE")) {
            return "409 account-not-active";
        }
        attempts = 0;
        return "200 at version " + ++version;
    }

    private String delete() {
        if (deleted) {
            return "410 user-deleted";
        }
        deleted = true;
        return "204 at version " + ++version;
    }

    private String restore() {
        if (deleted) {
            deleted = false;
            version++;
        }
        return "200 at version " + version;
    }

    /** As {@link #describe} puts what the store says. */
    @Override
    public String toString() {
        return "version " + version + ", " + status + ", attempts " + attempts + (deleted ? ", deleted" : "");
    }

    static String describe(Answer profile) {
        return "version " + profile.version() + ", " + profile.accountStatus() + ", attempts "
                + profile.failedLoginAttempts()
                + (profile.body().path("deletedAt").isString() ? ", deleted" : "");
    }

    /**
     * A command, after which the user is as expected then.
     *
     * @param outcome as {@link Answer#outcome()} puts it
     */
    record Step(Request request, String outcome) {}
}
