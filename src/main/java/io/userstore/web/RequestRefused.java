package io.userstore.web;

/** The request was refused before any command or query was made of it. */
final class RequestRefused extends RuntimeException {

    private final ProblemCode code;

    RequestRefused(ProblemCode code) {
        super(code.title(), null, false, false);
        this.code = code;
    }

    ProblemCode code() {
        return code;
    }
}
