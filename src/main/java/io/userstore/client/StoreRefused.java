package io.userstore.client;

import org.axonframework.common.AxonNonTransientException;

/**
 * The store did not take the request as it was, and will not take it again: a token without the scope, metadata that is
 * not valid, a proxy in between. Nothing was left behind: a refusal after an attempt that may have arrived is an {@link
 * OutcomeUnknown}, which has this one as its cause. What the domain refuses is a
 * {@link io.userstore.user.UserRejected}, as it is in the store's own process.
 */
public final class StoreRefused extends AxonNonTransientException {

    private final int status;
    private final String code;

    StoreRefused(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The problem's stable code, such as {@code forbidden} or {@code validation-failed}. */
    public String code() {
        return code;
    }
}
