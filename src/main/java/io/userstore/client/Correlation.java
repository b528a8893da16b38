package io.userstore.client;

import io.userstore.eventlog.MetaDataKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.MessageOriginProvider;

/** What ties a request to what else it is part of, as the header {@code traceparent} of W3C Trace Context. */
final class Correlation {

    static final String HEADER = "traceparent";

    private static final String ROOT = MessageOriginProvider.getDefaultTraceKey();
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final int TRACE_ID_BYTES = 16;
    private static final int PARENT_ID_BYTES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Correlation() {}

    /** Of the message's correlation id, or else that of the message in which all began, or else its own. */
    static String of(Message<?> message) {
        Object root = message.getMetaData().getOrDefault(ROOT, message.getIdentifier());
        Object id = message.getMetaData().getOrDefault(MetaDataKeys.CORRELATION_ID, root);
        byte[] parent = new byte[PARENT_ID_BYTES];
        do {
            RANDOM.nextBytes(parent);
        } while (HexFormat.of().formatHex(parent).matches("0+"));
        return "00-" + traceId(id.toString()) + "-" + HexFormat.of().formatHex(parent) + "-01";
    }

    /** A trace id is kept, a UUID loses its dashes; of anything else it is the beginning of the SHA-256. */
    static String traceId(String correlationId) {
        String plain = correlationId.replace("-", "").toLowerCase(Locale.ROOT);
        return TRACE_ID.matcher(plain).matches()
                ? plain
                : HexFormat.of().formatHex(sha256(correlationId), 0, TRACE_ID_BYTES);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
