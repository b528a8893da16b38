package io.userstore.audit;

import io.userstore.audit.EventLines.Framing;
import io.userstore.audit.LogPages.RenderedPage;
import io.userstore.eventlog.LogUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** The log up to where it ended when it was asked for, an event a line; used by one thread. */
public final class LogDownload implements AutoCloseable {

    private final LogPages pages;
    private final FindEvents query;
    private final Masking masking;
    private final BooleanSupplier isStopped;
    private final Runnable onClose;
    private final long head;
    private long position;

    LogDownload(LogPages pages, FindEvents query, Masking masking, BooleanSupplier isStopped, Runnable onClose) {
        this.pages = pages;
        this.query = query;
        this.masking = masking;
        this.isStopped = isStopped;
        this.onClose = onClose;
        this.head = pages.head();
        this.position = query.after();
    }

    /** The last position there is in it. */
    public long head() {
        return head;
    }

    public boolean isDone() {
        return position >= head;
    }

    /**
     * Writes the next part.
     *
     * @throws LogUnavailable if the store is stopping, or the keys are out of reach
     */
    public void writeTo(OutputStream out) throws IOException {
        if (isStopped.getAsBoolean()) {
            throw new LogUnavailable("the store is stopping", null);
        }
        RenderedPage next = pages.render(position, head, query.filter(), masking, Framing.NDJSON);
        next.lines().writeTo(out, position, query.filter());
        position = next.last();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
