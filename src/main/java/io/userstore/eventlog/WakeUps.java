package io.userstore.eventlog;

/**
 * Tells readers of this node that the log may have grown: soon after every commit, of whatever node, and once a second in
 * any case.
 */
public interface WakeUps {

    /** @param callback called by whoever wakes, often: it only takes note */
    void addCallback(Runnable callback);

    void removeCallback(Runnable callback);
}
