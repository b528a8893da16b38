package io.userstore.platform;

/** The store cannot start, for a reason that its operator can do something about. */
class StartFailure extends RuntimeException {

    private final String cure;

    StartFailure(String problem, String cure) {
        super(problem);
        this.cure = cure;
    }

    StartFailure(String problem, String cure, Throwable cause) {
        super(problem, cause);
        this.cure = cure;
    }

    String cure() {
        return cure;
    }
}
