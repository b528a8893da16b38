package io.userstore.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response that a thread of our own goes on writing. The container ends it by itself when its client is gone, and then
 * uses its objects for other requests: to complete it after that would be to end somebody else's.
 */
final class OpenResponse implements AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(OpenResponse.class);
    private static final long LONGEST_FAREWELL_SECONDS = 1;

    private final AsyncContext async;
    private final CountDownLatch writing = new CountDownLatch(1);
    private boolean over;

    private OpenResponse(AsyncContext async) {
        this.async = async;
    }

    /** To be called once the response is committed. */
    static OpenResponse of(HttpServletRequest request) {
        OpenResponse response = new OpenResponse(request.startAsync());
        response.async.setTimeout(0);
        response.async.addListener(response);
        return response;
    }

    OutputStream out() throws IOException {
        return async.getResponse().getOutputStream();
    }

    /** To be called by the thread that wrote, once it does not any more. */
    void leave() {
        writing.countDown();
    }

    /** Not after a write that failed: the container knows of it. */
    synchronized void complete() {
        if (!over) {
            over = true;
            async.complete();
        }
    }

    private synchronized void isOver() {
        over = true;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        isOver();
    }

    /**
     * A write failed. Tomcat says so while it is still in that write, whose last act is to note the failure in the response: by
     * then that could be another request's, which would fail for no reason.
     */
    @Override
    public void onError(AsyncEvent event) {
        try {
            if (!writing.await(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a response failed that is being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        isOver();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Not done here.
    }
}
