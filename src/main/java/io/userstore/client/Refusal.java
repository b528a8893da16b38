package io.userstore.client;

import io.userstore.user.UserRejected;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the store's answer says of a request that it refused (RFC 9457).
 *
 * @param code stable; absent when it was not the store that answered
 */
record Refusal(
        @Nullable String code,
        @Nullable String detail,
        @Nullable List<Fault> errors) {

    private static final Refusal OF_SOMEBODY_ELSE = new Refusal(null, null, null);

    /** What is wrong with which field. */
    record Fault(@Nullable String field, @Nullable String message) {}

    static Refusal in(Reply reply) {
        try {
            return reply.read(Refusal.class);
        } catch (RuntimeException e) {
            return OF_SOMEBODY_ELSE;
        }
    }

    boolean is(String other) {
        return other.equals(code);
    }

    /** As callers get it: typed where the domain refused, in whichever process. */
    RuntimeException toException(int status) {
        Optional<UserRejected.Code> domain = Arrays.stream(UserRejected.Code.values())
                .filter(known -> known.toString().equals(code))
                .findFirst();
        String message = Objects.requireNonNullElse(detail, "the answer is HTTP " + Integer.toString(status));
        if (domain.isPresent()) {
            return new UserRejected(domain.get(), message);
        }
        String faults = errors == null
                ? ""
                : errors.stream()
                        .map(fault -> " " + fault.field() + " " + fault.message() + ".")
                        .collect(Collectors.joining());
        String known = Objects.requireNonNullElse(code, "http-" + Integer.toString(status));
        return new StoreRefused(status, known, known + ": " + message + faults);
    }
}
