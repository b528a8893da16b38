package io.userstore.privacy;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the key-encryption key while the store serves: makes a new one, has every node wrap with it from then on, and
 * rewraps the data keys. A rotation that was cut off is taken up where it stopped. What the data keys have sealed is not
 * touched.
 */
public final class KeyRotation {

    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
    private static final int CHUNK = 500;

    private final KeyDatabase database;
    private final KeyEncryptionKey keyEncryptionKey;
    private final KeyWrapping wrapping;

    KeyRotation(KeyDatabase database, KeyEncryptionKey keyEncryptionKey, KeyWrapping wrapping) {
        this.database = database;
        this.keyEncryptionKey = keyEncryptionKey;
        this.wrapping = wrapping;
    }

    /**
     * What a rotation came to.
     *
     * @param generation of the key-encryption key that is in use now
     * @param broken data keys that do not verify, and stay as they are
     */
    public record Outcome(int generation, long rewrapped, long broken) {}

    /** Hears how far a rotation is. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total);
    }

    /**
     * Takes as long as it takes to unwrap and wrap every data key.
     *
     * @param dropOlder whether the key-encryption keys before this one are forgotten in the end, and with them every backup
     *     that was made before; not done as long as a data key needs one
     * @throws IllegalStateException if another rotation is under way, or the key-encryption key out of reach
     */
    public Outcome rotate(boolean dropOlder, Progress progress) {
        return database.alone(() -> {
                    try {
                        Outcome outcome = rotate(progress);
                        if (dropOlder && outcome.broken() == 0) {
                            keyEncryptionKey.dropOlder(
                                    database.newestGeneration().orElseThrow().checkValue());
                        }
                        return outcome;
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException("the key-encryption key is out of reach", e);
                    }
                })
                .orElseThrow(() -> new IllegalStateException("another rotation is under way"));
    }

    private Outcome rotate(Progress progress) throws GeneralSecurityException {
        wrapping.reload();
        boolean begun = keyEncryptionKey.isByNewest(
                database.newestGeneration().orElseThrow().checkValue());
        if (begun && database.countOlder(wrapping.generation()) > 0) {
            Outcome resumed = rewrap(wrapping.generation(), progress);
            if (resumed.rewrapped() > 0) {
                return resumed;
            }
            // Those that are left are broken, which must not keep a new rotation from beginning.
        }
        if (begun) {
            keyEncryptionKey.rotate();
        }
        return rewrap(wrapping.beginGeneration(), progress);
    }

    private Outcome rewrap(int generation, Progress progress) {
        Rewrapping rewrapping = new Rewrapping(generation, database.countOlder(generation), progress);
        do {
            rewrapping.goThrough();
        } while (rewrapping.broken < database.countOlder(generation));
        return new Outcome(generation, rewrapping.done, rewrapping.broken);
    }

    /** Goes through the keys in their order; those that are made meanwhile are of the new generation already. */
    private final class Rewrapping {

        private final int generation;
        private final long total;
        private final Progress progress;
        private long done;
        private long broken;

        Rewrapping(int generation, long total, Progress progress) {
            this.generation = generation;
            this.total = total;
            this.progress = progress;
        }

        void goThrough() {
            broken = 0;
            String after = "";
            List<WrappedKey> chunk = database.older(generation, after, CHUNK);
            while (!chunk.isEmpty()) {
                rewrap(chunk);
                progress.at(done, total);
                after = chunk.get(chunk.size() - 1).stream();
                chunk = database.older(generation, after, CHUNK);
            }
        }

        private void rewrap(List<WrappedKey> chunk) {
            List<WrappedKey> olds = new ArrayList<>();
            List<WrappedKey> news = new ArrayList<>();
            for (WrappedKey old : chunk) {
                try {
                    news.add(wrapping.wrap(old.stream(), wrapping.unwrap(old.stream(), old.bytes())));
                    olds.add(old);
                } catch (GeneralSecurityException e) {
                    log.error(
                            "CORRUPTION: the data key of stream {} does not verify and is not rewrapped", old.stream());
                    broken++;
                }
            }
            database.replace(olds, news);
            done += olds.size();
        }
    }
}
