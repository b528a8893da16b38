package io.userstore.eventlog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a batch is sent on an assumption, which saves a round trip if it is true and costs two if it is not. It
 * is not worth while for large batches, nor while other nodes append as well or many commands are refused.
 */
final class Foresight {

    /** Beyond it, a round trip is small beside the work that may be in vain. */
    private static final int LARGEST_BATCH = 64;

    private static final int LONGEST_PAUSE = 255;
    private static final long UNKNOWN = -1;

    private long head = UNKNOWN;
    private int batchesToPause;
    private int pause;

    /** Null when the batch is better judged on what is read. */
    @Nullable
    AssumedState of(List<Append> batch) {
        if (batchesToPause > 0) {
            batchesToPause--;
            return null;
        }
        return head == UNKNOWN || batch.size() > LARGEST_BATCH ? null : new AssumedState(head, batch);
    }

    void wasTrue() {
        pause /= 2;
    }

    /** Each time in a row it takes longer until the next assumption. */
    void wasFalse() {
        pause = Math.min(2 * pause + 1, LONGEST_PAUSE);
        batchesToPause = pause;
    }

    /** @param position of the newest event, after a commit of this node */
    void headIs(long position) {
        head = position;
    }

    /** After a commit of which nobody knows whether it happened. */
    void headIsUnknown() {
        head = UNKNOWN;
    }
}
