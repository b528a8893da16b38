package io.userstore.client;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStanding;
import io.userstore.user.UserRejected;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.Register;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command on its way to the store and its result on the way back. It always has an idempotency key, so that it may be
 * sent more than once: without one of the caller's it is the message's identifier, which a gateway that tries again
 * keeps, too.
 */
final class RemoteCommand {

    private static final String PATH = "/api/v1/commands";
    private static final String ID = "id";

    private final CommandMessage<?> message;
    private final String key;

    RemoteCommand(CommandMessage<?> message) {
        this.message = message;
        this.key = message.getMetaData()
                .getOrDefault(MetaDataKeys.IDEMPOTENCY_KEY, message.getIdentifier())
                .toString();
    }

    /** @throws IllegalArgumentException for metadata that means nothing */
    Call call() {
        MetaData metaData = message.getMetaData();
        ObjectNode text = Reply.JSON.createObjectNode();
        text.put("command", message.getPayloadType().getSimpleName());
        text.set("payload", payload());
        text.put("idempotencyKey", key);
        Object version = metaData.get(MetaDataKeys.EXPECTED_VERSION);
        if (version instanceof Long || version instanceof Integer || version instanceof Short) {
            text.put("expectedVersion", ((Number) version).longValue());
        } else if (version != null) {
            throw new IllegalArgumentException("the metadata " + MetaDataKeys.EXPECTED_VERSION + " must be a Long");
        }
        Object reason = metaData.get(MetaDataKeys.REASON);
        if (reason != null) {
            text.put("reason", reason.toString());
        }
        String whom = whom(metaData);
        if (whom != null) {
            text.put("onBehalfOf", whom);
        }
        return Call.post(PATH, Reply.JSON.writeValueAsBytes(text)).with(Correlation.HEADER, Correlation.of(message));
    }

    /** Texts only: what else a service has as its actor would be sent with all its fields. */
    private static @Nullable String whom(MetaData metaData) {
        Object whom = metaData.get(MetaDataKeys.ON_BEHALF_OF);
        if (whom == null) {
            return metaData.get(MetaDataKeys.ACTOR) instanceof String actor ? actor : null;
        }
        if (whom instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the metadata " + MetaDataKeys.ON_BEHALF_OF + " must be a String");
    }

    private ObjectNode payload() {
        return Reply.JSON.valueToTree(message.getPayload());
    }

    /** As the store's own bus gives it. */
    CommandResultMessage<Object> result(@Nullable Reply reply, @Nullable Throwable failure) {
        try {
            if (reply != null && reply.isSuccess()) {
                return success(reply);
            }
            return GenericCommandResultMessage.asCommandResultMessage(
                    reply == null ? unanswered(failure) : refusal(reply));
        } catch (RuntimeException e) {
            return GenericCommandResultMessage.asCommandResultMessage(
                    new OutcomeUnknown(key, "the answer is not one of the store's", e));
        }
    }

    private CommandResultMessage<Object> success(Reply reply) {
        MetaData metaData = MetaData.with(MetaDataKeys.AGGREGATE_ID, Long.toString(user(reply)));
        if (reply.version().isPresent()) {
            metaData = metaData.and(MetaDataKeys.VERSION, reply.version().getAsLong());
        }
        return new GenericCommandResultMessage<>(answer(reply), metaData);
    }

    private long user(Reply reply) {
        ObjectNode about = message.getPayload() instanceof Register ? reply.read(ObjectNode.class) : payload();
        return about.required(ID).longValue();
    }

    private @Nullable Object answer(Reply reply) {
        if (message.getPayload() instanceof Register) {
            return user(reply);
        }
        return message.getPayload() instanceof RecordFailedLogin ? standing(reply) : null;
    }

    private static AccountStanding standing(Reply reply) {
        ObjectNode standing = reply.read(ObjectNode.class);
        standing.put("counted", reply.isCounted());
        return Reply.JSON.treeToValue(standing, AccountStanding.class);
    }

    private RuntimeException refusal(Reply reply) {
        if (reply.status() >= 500) {
            return new OutcomeUnknown(key, "the store failed with HTTP " + Integer.toString(reply.status()), null);
        }
        RuntimeException refusal = Refusal.in(reply).toException(reply.status());
        return reply.doubtful() && !(refusal instanceof UserRejected)
                ? new OutcomeUnknown(
                        key, "refused after an attempt that may have arrived: " + refusal.getMessage(), refusal)
                : refusal;
    }

    private RuntimeException unanswered(@Nullable Throwable failure) {
        Throwable cause = Failures.cause(failure);
        String message = String.valueOf(cause == null ? null : cause.getMessage());
        return cause instanceof NoAnswer unanswered && !unanswered.sent()
                ? new StoreUnavailable("not sent: " + message, cause)
                : new OutcomeUnknown(key, message, cause);
    }
}
