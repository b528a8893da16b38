package io.userstore.eventlog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * The same idempotency key never changes anything twice: a command whose key was used before is not handled again, it
 * is given the first outcome. Refusals are not outcomes, they leave nothing behind and are judged anew.
 */
final class IdempotentCommands implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final IdempotencyKeys keys;
    private final Serializer answers;
    private final Serializer commands;
    private final Sealing sealing;
    private final CommandTargetResolver targets =
            AnnotationCommandTargetResolver.builder().build();

    /**
     * @param answers reads stored answers
     * @param commands tells one command's content from another's
     */
    IdempotentCommands(IdempotencyKeys keys, Serializer answers, Serializer commands, Sealing sealing) {
        this.keys = keys;
        this.answers = answers;
        this.commands = commands;
        this.sealing = sealing;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        CommandMessage<?> command = unitOfWork.getMessage();
        String key = (String) command.getMetaData().get(MetaDataKeys.IDEMPOTENCY_KEY);
        if (key == null) {
            return chain.proceed();
        }
        Fingerprint fingerprint = fingerprint(command);
        Optional<IdempotencyKeys.Outcome> first = keys.find(key);
        if (first.isPresent()) {
            return repeat(key, first.get(), fingerprint);
        }
        new KeyedCommand(key, fingerprint).bindTo(unitOfWork);
        try {
            return chain.proceed();
        } catch (RuntimeException refusal) {
            // The refusal may be due to the very command that this one repeats, handled a moment ago. A database that
            // is out of reach is not asked again: its callers have waited long enough.
            if (!DatabaseFailure.isOutage(refusal) && keys.find(key).isPresent()) {
                throw new AlreadyHandled();
            }
            throw refusal;
        }
    }

    private Object repeat(String key, IdempotencyKeys.Outcome first, Fingerprint fingerprint) {
        String stream = Objects.requireNonNullElse(first.aggregateId(), "");
        if (!fingerprint.matches(first.sealedFingerprint(), sealing, stream, key)) {
            throw new IdempotencyKeyReused();
        }
        MetaData outcome = MetaData.with(MetaDataKeys.EFFECT, MetaDataKeys.Effect.REPEATED);
        if (first.aggregateId() != null && first.version() != null) {
            outcome = outcome.and(MetaDataKeys.AGGREGATE_ID, first.aggregateId())
                    .and(MetaDataKeys.VERSION, first.version());
        }
        return new GenericCommandResultMessage<>(answer(first), outcome);
    }

    private @Nullable Object answer(IdempotencyKeys.Outcome first) {
        if (first.answerType() == null || first.answer() == null) {
            return null;
        }
        return answers.deserialize(
                new SimpleSerializedObject<>(first.answer(), String.class, first.answerType(), null));
    }

    private Fingerprint fingerprint(CommandMessage<?> command) {
        byte[] name = command.getCommandName().getBytes(StandardCharsets.UTF_8);
        return new Fingerprint(
                sha256(name, target(command).getBytes(StandardCharsets.UTF_8)),
                sha256(
                        name,
                        commands.serialize(command.getPayload(), byte[].class).getData()));
    }

    /** Empty for a command that has none yet: it is going to create one. */
    private String target(CommandMessage<?> command) {
        try {
            return "\n" + targets.resolveTarget(command).getIdentifier();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static byte[] sha256(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first);
            return digest.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
