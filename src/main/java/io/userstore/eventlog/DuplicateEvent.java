package io.userstore.eventlog;

/** A stream's version or an event's id that is in the log already. */
final class DuplicateEvent extends RuntimeException {

    private final transient EventRow row;

    DuplicateEvent(EventRow row, String message) {
        super(message, null, false, false);
        this.row = row;
    }

    EventRow row() {
        return row;
    }
}
