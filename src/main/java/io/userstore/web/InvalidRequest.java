package io.userstore.web;

import java.util.List;

/** The request could not be understood; nothing was done. */
final class InvalidRequest extends RuntimeException {

    private final List<FieldFault> faults;

    InvalidRequest(List<FieldFault> faults) {
        super("the request is not valid", null, false, false);
        this.faults = List.copyOf(faults);
    }

    List<FieldFault> faults() {
        return faults;
    }
}
