package io.userstore.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was erased, kept outside the databases so that no backup of theirs takes an erasure back: a line each of the user's
 * id, the time, and the id of the event that registered it, since a restored database may give the same id to somebody
 * else. Nothing in it is personal.
 */
final class ErasureLedger {

    private static final Logger log = LoggerFactory.getLogger(ErasureLedger.class);

    private final OwnerOnlyFile file;
    private final Set<String> streams = new HashSet<>();
    private @Nullable Set<Entry> known;

    ErasureLedger(OwnerOnlyFile file) {
        this.file = file;
    }

    /**
     * One erasure.
     *
     * @param stream the user's id
     * @param registration the id of the stream's first event
     */
    record Entry(String stream, Instant erasedAt, UUID registration) {

        private String line() {
            return stream + " " + erasedAt + " " + registration + "\n";
        }

        /** Empty for what a power cut left of a line; its erasure is in the log and comes in again. */
        private static Optional<Entry> parse(String line) {
            String[] parts = line.split(" ", -1);
            try {
                return parts.length == 3 && parts[2].length() == 36
                        ? Optional.of(new Entry(parts[0], Instant.parse(parts[1]), UUID.fromString(parts[2])))
                        : Optional.empty();
            } catch (DateTimeException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** Whether it was; fails if it cannot be written. */
    boolean createIfMissing() throws IOException {
        boolean missing = !file.exists();
        file.append(new byte[0]);
        return missing;
    }

    synchronized List<Entry> entries() {
        if (!file.exists()) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        try {
            String text = new String(file.read(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                Optional<Entry> entry = Entry.parse(line);
                if (entry.isPresent()) {
                    entries.add(entry.get());
                } else if (!line.isEmpty()) {
                    log.warn("a line of {} is not whole", file.path());
                }
            }
            return entries;
        } catch (IOException e) {
            throw new KeysUnusable(
                    "The erasure ledger " + file.path() + " cannot be read: " + e,
                    "Make it readable for the store's user; without it a restored backup brings erased users back.",
                    e);
        }
    }

    /** Those that are not in it yet; on disk when this returns. */
    synchronized void add(List<Entry> entries) throws IOException {
        Set<Entry> there = known();
        List<Entry> missing =
                entries.stream().filter(entry -> !there.contains(entry)).toList();
        if (!missing.isEmpty()) {
            write(missing);
            there.addAll(missing);
            missing.forEach(entry -> streams.add(entry.stream()));
        }
    }

    /** Whether a user of this id was ever erased. */
    synchronized boolean names(String stream) {
        known();
        return streams.contains(stream);
    }

    private Set<Entry> known() {
        if (known == null) {
            known = new HashSet<>(entries());
            known.forEach(entry -> streams.add(entry.stream()));
        }
        return known;
    }

    private void write(List<Entry> entries) throws IOException {
        StringBuilder lines = new StringBuilder();
        if (file.exists() && !endsWithLineBreak()) {
            lines.append('\n');
        }
        entries.forEach(entry -> lines.append(entry.line()));
        file.append(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private boolean endsWithLineBreak() throws IOException {
        byte[] bytes = file.read();
        return bytes.length == 0 || bytes[bytes.length - 1] == '\n';
    }
}
