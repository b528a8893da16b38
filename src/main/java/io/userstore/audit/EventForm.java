package io.userstore.audit;

import io.userstore.eventlog.LoggedEvent;

/** How an event reads as JSON where it is carried on: like a line of the feed. */
public enum EventForm {

    /** Every text that is sealed in the log is hidden, but for the parameters of password hashes. */
    WITHOUT_PERSONAL_DATA(Masking.WITHHELD),

    /** As readers with {@code audit:unmask} get it. */
    UNMASKED(Masking.CLEAR);

    private final Masking masking;

    EventForm(Masking masking) {
        this.masking = masking;
    }

    /** @throws io.userstore.eventlog.LogUnavailable if the keys to what it says are out of reach */
    public byte[] json(LoggedEvent event) {
        return EventLines.JSON.writeValueAsBytes(EventItems.of(event, masking));
    }
}
