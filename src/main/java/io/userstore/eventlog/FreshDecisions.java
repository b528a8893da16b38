package io.userstore.eventlog;

import static io.userstore.eventlog.DatabaseFailure.isOutage;

import io.userstore.eventlog.MetaDataKeys.Effect;
import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * No decision on stale state. A stale aggregate that appends is caught by the version of its stream; one that refuses,
 * or does nothing, is not. So when such a decision was made on a cached aggregate, the log is asked whether the stream
 * is still at that version; if not, the command is decided again.
 */
final class FreshDecisions implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Appender appender;
    private final Serializer serializer;
    private final Sealing sealing;

    FreshDecisions(Appender appender, Serializer serializer, Sealing sealing) {
        this.appender = appender;
        this.serializer = serializer;
        this.sealing = sealing;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        Object answer;
        try {
            answer = chain.proceed();
        } catch (RuntimeException refusal) {
            LoadedStream loaded = LoadedStream.of(unitOfWork);
            if (loaded != null && loaded.fromCache() && loaded.versionAtLoad() != null && !isOutage(refusal)) {
                // Not the aggregate's version now: it may have applied something before it refused.
                appender.append(Append.nothing(
                        new StreamVersion(loaded.aggregate().identifierAsString(), loaded.versionAtLoad()), null));
            }
            throw refusal;
        }
        LoadedStream loaded = LoadedStream.of(unitOfWork);
        if (loaded == null) {
            return answer;
        }
        StreamVersion outcome = loaded.version();
        KeyedCommand keyed = KeyedCommand.current();
        if (keyed != null) {
            keyed.decided(outcome, stored(answer));
        }
        if (loaded.isUnchanged() && (loaded.fromCache() || keyed != null)) {
            appender.append(Append.nothing(outcome, keyed == null ? null : keyed.sealed(sealing)));
        }
        return new GenericCommandResultMessage<>(
                answer,
                MetaData.from(Map.of(
                        MetaDataKeys.AGGREGATE_ID,
                        outcome.aggregateId(),
                        MetaDataKeys.VERSION,
                        outcome.version(),
                        MetaDataKeys.EFFECT,
                        loaded.isUnchanged() ? Effect.NONE : Effect.APPENDED)));
    }

    private KeyedCommand.@Nullable StoredAnswer stored(@Nullable Object answer) {
        Object payload = answer instanceof Message<?> message ? message.getPayload() : answer;
        if (payload == null) {
            return null;
        }
        SerializedObject<String> serialized = serializer.serialize(payload, String.class);
        return new KeyedCommand.StoredAnswer(serialized.getType().getName(), serialized.getData());
    }
}
