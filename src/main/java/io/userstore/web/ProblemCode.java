package io.userstore.web;

import com.fasterxml.jackson.annotation.JsonValue;
import io.userstore.user.UserRejected;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Every reason for which a request is refused: stable codes that clients may rely on. */
enum ProblemCode {
    VALIDATION_FAILED(HttpStatus.BAD_REQUEST, "The request is not valid"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "A valid bearer token is needed"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The token lacks the scope this needs"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing under this path"),
    USER_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such user"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The path does not take this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer is not to be had in that form"),
    EMAIL_ALREADY_REGISTERED(HttpStatus.CONFLICT, "The e-mail address is registered already"),
    INVALID_TRANSITION(HttpStatus.CONFLICT, "The account status cannot change that way"),
    ACCOUNT_NOT_ACTIVE(HttpStatus.CONFLICT, "The account is not active"),
    CONCURRENT_MODIFICATION(HttpStatus.CONFLICT, "The user was changed at the same time"),
    USER_DELETED(HttpStatus.GONE, "The user is deleted"),
    VERSION_CONFLICT(HttpStatus.PRECONDITION_FAILED, "The user is not at the expected version"),
    PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON in UTF-8"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key belongs to another request"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong in the store"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The store cannot answer for the moment");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    static ProblemCode of(UserRejected.Code code) {
        return switch (code) {
            case USER_NOT_FOUND -> USER_NOT_FOUND;
            case EMAIL_ALREADY_REGISTERED -> EMAIL_ALREADY_REGISTERED;
            case INVALID_TRANSITION -> INVALID_TRANSITION;
            case ACCOUNT_NOT_ACTIVE -> ACCOUNT_NOT_ACTIVE;
            case USER_DELETED -> USER_DELETED;
            case VERSION_CONFLICT -> VERSION_CONFLICT;
            case CONCURRENT_MODIFICATION -> CONCURRENT_MODIFICATION;
            case IDEMPOTENCY_KEY_REUSED -> IDEMPOTENCY_KEY_REUSED;
        };
    }

    /** For refusals of the framework and the container: what they call a bad request by other names stays one. */
    static ProblemCode of(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 503 -> UNAVAILABLE;
            // An unknown transfer encoding or HTTP version is the request's fault, not the store's.
            case 501, 505 -> VALIDATION_FAILED;
            default -> status < 500 ? VALIDATION_FAILED : INTERNAL_ERROR;
        };
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
