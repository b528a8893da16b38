package io.userstore.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A response that a thread of our own goes on writing. The container ends it by itself when its client is gone, and then
 * uses its objects for other requests: to complete it after that would be to end somebody else's.
 */
final class OpenResponse implements AsyncListener {

    private final AsyncContext async;
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

    @Override
    public void onError(AsyncEvent event) {
        isOver();
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
