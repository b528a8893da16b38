package io.userstore.audit;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The log for auditors: a page of it, the whole of it, or as it grows. Reads are for the caller to put on record. */
public final class EventFeed {

    private final LogPages pages;
    private final LiveWindow window;
    private final FeedProperties properties;
    private final Semaphore liveReaders;
    private final Semaphore downloads;

    EventFeed(LogPages pages, LiveWindow window, FeedProperties properties) {
        this.pages = pages;
        this.window = window;
        this.properties = properties;
        this.liveReaders = new Semaphore(properties.liveReaders());
        this.downloads = new Semaphore(properties.downloads());
    }

    /** The newest position, 0 when the log is empty. */
    public long head() {
        return pages.head();
    }

    /** With a filter there may be few events on a page, or none, though there is a next one. */
    public EventPage page(FindEvents query, boolean unmasked) {
        long head = pages.head();
        int limit = Objects.requireNonNullElse(query.limit(), FindEvents.DEFAULT_LIMIT);
        LogPages.Page page = pages.find(query.after(), head, query.filter(), limit);
        Masking masking = Masking.of(unmasked);
        return new EventPage(
                page.events().stream()
                        .map(event -> EventItems.of(event, masking))
                        .toList(),
                page.last() < head ? page.last() : null);
    }

    /** @throws TooManyReaders if that many downloads are under way */
    public LogDownload download(FindEvents query, boolean unmasked) {
        return admitted(
                downloads,
                () -> new LogDownload(pages, query, Masking.of(unmasked), window::isStopped, downloads::release));
    }

    /** @throws TooManyReaders if that many follow */
    public LiveReader follow(FindEvents query, boolean unmasked) {
        return admitted(
                liveReaders,
                () -> new LiveReader(
                        window, pages, query, Masking.of(unmasked), properties.heartbeat(), liveReaders::release));
    }

    int liveReaders() {
        return properties.liveReaders() - liveReaders.availablePermits();
    }

    int downloads() {
        return properties.downloads() - downloads.availablePermits();
    }

    private static <R> R admitted(Semaphore places, Supplier<R> open) {
        if (!places.tryAcquire()) {
            throw new TooManyReaders();
        }
        boolean opened = false;
        try {
            R reader = open.get();
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                places.release();
            }
        }
    }
}
