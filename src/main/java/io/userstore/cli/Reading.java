package io.userstore.cli;

import io.userstore.audit.AuditTrail;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every subcommand is asked that shows users or events: the read is on record like one over HTTP. */
final class Reading {

    @Option(names = "--unmask", description = "Show e-mail addresses and names as they are.")
    boolean unmask;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record of reads.")
    private @Nullable String reason;

    void record(AuditTrail trail, @Nullable Long userId, String what) {
        record(trail, userId, unmask ? what + ", unmasked" : what, reason);
    }

    static void record(AuditTrail trail, @Nullable Long userId, String what, @Nullable String reason) {
        trail.record(account(), userId, what, reason);
    }

    /** Who is at the command line; names may be as long as any, and records keep 255 characters. */
    static String account() {
        String account = "cli:" + System.getProperty("user.name", "unknown");
        return account.substring(0, Math.min(255, account.length()));
    }
}
