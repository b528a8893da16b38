package io.userstore.processes;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client of one node that registers users and leads each through an eventful life. Every second command carries an
 * idempotency key; when such a one is not answered it is sent again, to either node, until it is.
 */
final class Caller {

    private static final int COMMANDS_PER_USER = 15;

    private final Load load;
    private final StoreProcess node;
    private final StoreProcess other;

    Caller(Load load, StoreProcess node, StoreProcess other) {
        this.load = load;
        this.node = node;
        this.other = other;
    }

    void run() {
        while (!load.isOver()) {
            leadOneLife();
        }
    }

    private void leadOneLife() {
        Answer user = command(Request.register());
        boolean locked = false;
        for (int i = 0; i < COMMANDS_PER_USER && user != null && !load.isOver(); i++) {
            long id = user.id();
            Answer answer = command(locked ? Request.status(id, "ACTIVE") : anyCommand(id));
            if (answer == null) {
                return;
            }
            locked = answer.accountStatus().equals("LOCKED");
        }
    }

    /** None of them does nothing when the account is active: it is refused, or it leaves an event. */
    private static Request anyCommand(long id) {
        return switch (ThreadLocalRandom.current().nextInt(10)) {
            case 0 -> Request.newAddress(id);
            case 1 -> Request.status(id, "PENDING_VERIFICATION");
            case 2 -> Request.login(id);
            default -> Request.failedLogin(id);
        };
    }

    /** The answer; null when it is not known what became of the command. */
    private @Nullable Answer command(Request request) {
        if (ThreadLocalRandom.current().nextBoolean()) {
            Answer answer = load.send(node, request);
            return isKnown(answer) ? answer : null;
        }
        Request keyed = request.withKey();
        Answer answer = load.send(node, keyed);
        if (isKnown(answer)) {
            return answer;
        }
        while (!isKnown(answer)) {
            StoreProcess either = ThreadLocalRandom.current().nextBoolean() ? node : other;
            answer = load.send(either, keyed.again());
        }
        load.send(other, keyed.again());
        return answer;
    }

    private static boolean isKnown(@Nullable Answer answer) {
        return answer != null && (answer.isDone() || answer.isRefusal());
    }
}
