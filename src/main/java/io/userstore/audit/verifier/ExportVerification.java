package io.userstore.audit.verifier;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Holds an export of the log against a checkpoint: without a database, and without trust in whoever gave the export. */
public final class ExportVerification {

    private final TreeHead tree = new TreeHead();
    private final List<String> problems = new ArrayList<>();
    private long events;

    private ExportVerification() {}

    /**
     * @param checkpoint as the store has given it
     * @param key the verifier key that has signed the checkpoint; without it the signature is not checked
     * @param progress told of the number of events so far
     * @throws IllegalArgumentException if the checkpoint or the key is none
     */
    public static ExportVerdict verify(Path export, String checkpoint, @Nullable String key, LongConsumer progress)
            throws IOException {
        return new ExportVerification().verify(export, KeptCheckpoint.parse(checkpoint), key, progress);
    }

    private ExportVerdict verify(Path export, KeptCheckpoint kept, @Nullable String key, LongConsumer progress)
            throws IOException {
        if (key != null && !kept.isSignedBy(key)) {
            problems.add("the checkpoint is not signed by this key");
        }
        try (Lines lines = new Lines(export)) {
            List<String> chunk = lines.next();
            while (!chunk.isEmpty() && problems.isEmpty()) {
                // On all processors; what comes of it is in the order of the lines.
                List<ExportLine> parsed =
                        chunk.parallelStream().map(ExportLine::parse).toList();
                parsed.forEach(line -> take(line, kept.size()));
                progress.accept(events);
                chunk = lines.next();
            }
        } catch (CharacterCodingException e) {
            problems.add("after position " + events + " comes what is no UTF-8");
        }
        long covered = tree.leaves();
        if (problems.isEmpty() && covered < kept.size()) {
            problems.add("the event at position " + (covered + 1) + " is missing: the export ends with position "
                    + covered + ", and the checkpoint was made over " + kept.size() + " events");
        } else if (problems.isEmpty() && !Arrays.equals(tree.root(), kept.root())) {
            problems.add(
                    "the first " + kept.size() + " events are not those of the checkpoint: one of them was changed");
        }
        return new ExportVerdict(events, covered, key != null, List.copyOf(problems));
    }

    private void take(ExportLine line, long size) {
        if (!problems.isEmpty()) {
            return;
        }
        long expected = events + 1;
        if (line.position() == 0) {
            problems.add("line " + expected + " is no event of an export");
        } else if (line.position() != expected) {
            problems.add("after position " + events + " comes " + line.position() + ", instead of " + expected);
        } else {
            if (expected <= size) {
                tree.push(line.leafHash());
            }
            events++;
        }
    }
}
