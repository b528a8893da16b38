package io.benchmark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Databases with many events, each filled when it is first asked for: the largest takes a minute, and several use it. */
final class FilledLogs {

    private static final int EVENTS_OF_A_USER = 5;

    private final Stage stage;
    private final Map<Long, Database> filled = new HashMap<>();

    FilledLogs(Stage stage) {
        this.stage = stage;
    }

    Database with(long events) {
        return filled.computeIfAbsent(
                events,
                size -> stage.filled(
                        "log_" + size, data -> data.users(users(size)).logins(1, users(size), size - users(size))));
    }

    Database largest() {
        return with(most());
    }

    /** In the largest: those with the ids and the addresses from 1 on. */
    long usersInLargest() {
        return users(most());
    }

    private long most() {
        List<Long> sizes = stage.pace().logSizes();
        return sizes.get(sizes.size() - 1);
    }

    private static long users(long events) {
        return events / EVENTS_OF_A_USER;
    }
}
