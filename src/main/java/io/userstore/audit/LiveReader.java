package io.userstore.audit;

import io.userstore.audit.EventLines.Framing;
import io.userstore.audit.LogPages.RenderedPage;
import io.userstore.eventlog.LogUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;

/** Follows the log from a position on, as server-sent events; used by one thread. */
public final class LiveReader implements AutoCloseable {

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final long RETRY_MILLIS = 1_000;

    private final LiveWindow window;
    private final LogPages pages;
    private final FindEvents query;
    private final Masking masking;
    private final Duration heartbeat;
    private final Runnable onClose;
    private long position;

    LiveReader(
            LiveWindow window,
            LogPages pages,
            FindEvents query,
            Masking masking,
            Duration heartbeat,
            Runnable onClose) {
        this.window = window;
        this.pages = pages;
        this.query = query;
        this.position = query.after();
        this.masking = masking;
        this.heartbeat = heartbeat;
        this.onClose = onClose;
        window.attach();
    }

    /** Until the store stops. */
    public boolean isOpen() {
        return !window.isStopped();
    }

    /** Writes the next events as soon as there are any; a comment if there are none for a while. */
    public void writeTo(OutputStream out) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + heartbeat.toNanos();
        while (isOpen()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                out.write(COMMENT);
                return;
            }
            if (window.await(position, left) && writeNext(out)) {
                return;
            }
        }
    }

    private boolean writeNext(OutputStream out) throws IOException, InterruptedException {
        RenderedPage next;
        try {
            next = next();
        } catch (LogUnavailable | DataAccessException e) {
            // Nothing is lost: it is read from the same position on, once it can be.
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            return false;
        }
        long before = position;
        position = next.last();
        return next.lines().writeTo(out, before, query.filter());
    }

    private RenderedPage next() {
        LiveWindow.Block block = window.find(position);
        return block == null
                ? pages.render(position, window.end(), query.filter(), masking, Framing.SERVER_SENT)
                : new RenderedPage(block.lines(masking), block.last());
    }

    @Override
    public void close() {
        window.detach();
        onClose.run();
    }
}
