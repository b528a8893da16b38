package io.userstore.client;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stores to ask. All are asked at the one that answered last, whichever it is: commands on one user then meet on one
 * node, and a dead store costs one attempt instead of one for each request.
 */
final class Stores {

    private final List<URI> urls;
    private final AtomicInteger current = new AtomicInteger();

    Stores(List<URI> urls) {
        this.urls = List.copyOf(urls);
    }

    int count() {
        return urls.size();
    }

    int current() {
        return current.get();
    }

    URI url(int store) {
        return urls.get(store);
    }

    /** The one to ask after that one has failed. */
    int after(int failed) {
        int next = (failed + 1) % urls.size();
        current.compareAndSet(failed, next);
        return next;
    }

    @Override
    public String toString() {
        return urls.toString();
    }
}
