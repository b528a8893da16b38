package io.userstore.web;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.InvalidValue;
import io.userstore.user.command.UserCommand;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command as a JSON text says it: its name, its payload, and what else may go with it. As strict as {@link JsonBody}, and as
 * silent about what it was given.
 */
final class CommandText {

    static final String COMMAND = "command";
    static final String PAYLOAD = "payload";
    static final String EXPECTED_VERSION = "expectedVersion";
    static final String IDEMPOTENCY_KEY = "idempotencyKey";
    static final String REASON = "reason";
    static final String ON_BEHALF_OF = "onBehalfOf";

    private static final Set<String> MEMBERS =
            Set.of(COMMAND, PAYLOAD, EXPECTED_VERSION, IDEMPOTENCY_KEY, REASON, ON_BEHALF_OF);

    private static final Map<String, Class<? extends UserCommand>> BY_NAME = ScopeTable.commands().keySet().stream()
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode text;
    private final Faults faults = new Faults();

    private CommandText(JsonNode text) {
        this.text = text;
    }

    /**
     * A command that was read.
     *
     * @param user whom it is about; absent when there is none yet
     */
    record Read(CommandMessage<?> message, @Nullable Long user) {}

    /** The names of all commands, in their order. */
    static Set<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    /**
     * @param origin metadata of everything that comes with it
     * @throws InvalidRequest with all that is wrong with it
     * @throws RequestRefused if the caller may not send such a command
     */
    static Read read(byte[] json, Map<String, Object> origin, Authentication caller) {
        return new CommandText(parse(json)).read(origin, caller);
    }

    private static JsonNode parse(byte[] json) {
        String fault;
        try {
            JsonNode text = JSON.readTree(JsonBody.decoded(json));
            if (text.isObject()) {
                return text;
            }
            fault = "must be a JSON object";
        } catch (CharacterCodingException e) {
            fault = "must be UTF-8";
        } catch (JacksonException e) {
            fault = "must be one valid JSON object, nested no deeper than 32 levels, with each name only once";
        }
        throw new InvalidRequest(List.of(new FieldFault(JsonBody.PLACE, fault)));
    }

    private Read read(Map<String, Object> origin, Authentication caller) {
        text.propertyNames().stream()
                .filter(name -> !MEMBERS.contains(name))
                .forEach(name -> faults.addUnknown(name, JsonBody.PLACE, MEMBERS));
        Class<? extends UserCommand> type = type();
        if (!Objects.requireNonNull(ScopeTable.commands().get(type)).isGrantedTo(caller)) {
            throw new RequestRefused(ProblemCode.FORBIDDEN);
        }
        Form<?> form = Forms.of(type);
        Values values = payload(form);
        Map<String, Object> metaData = new HashMap<>(origin);
        text(IDEMPOTENCY_KEY, CommandHeaders::idempotencyKey, MetaDataKeys.IDEMPOTENCY_KEY, metaData);
        text(REASON, CommandHeaders::reason, MetaDataKeys.REASON, metaData);
        text(ON_BEHALF_OF, CommandHeaders::onBehalfOf, MetaDataKeys.ON_BEHALF_OF, metaData);
        expectedVersion(form, metaData);
        faults.throwIfAny();
        return new Read(new GenericCommandMessage<>(form.make().apply(values), metaData), values.find(Fields.ID));
    }

    private Class<? extends UserCommand> type() {
        Class<? extends UserCommand> type = BY_NAME.get(text.path(COMMAND).asString(""));
        if (type == null || !text.path(COMMAND).isString()) {
            faults.add(COMMAND, "must be one of " + String.join(", ", names()));
            faults.throwIfAny();
            throw new IllegalStateException("a fault was added");
        }
        return type;
    }

    private Values payload(Form<?> form) {
        Values values = new Values();
        JsonNode payload = text.path(PAYLOAD);
        if (!payload.isObject()) {
            faults.add(PAYLOAD, "must be a JSON object");
            return values;
        }
        Map<String, String> texts = new HashMap<>();
        Set<String> known = Stream.concat(form.path().stream(), form.body().stream())
                .map(Field::name)
                .collect(Collectors.toSet());
        payload.forEachEntry((name, value) -> {
            boolean number = name.equals(Fields.ID.name());
            if (!known.contains(name)) {
                faults.addUnknown(name, PAYLOAD, known);
            } else if (number ? value.isIntegralNumber() : value.isString()) {
                texts.put(name, value.asString());
            } else if (!value.isNull()) {
                faults.add(name, number ? "must be a whole number" : "must be a string");
            }
        });
        values.read(form.path(), texts, true, faults);
        values.read(form.needed(), texts, true, faults);
        values.read(form.optional(), texts, false, faults);
        return values;
    }

    private void text(String name, Function<String, String> valid, String key, Map<String, Object> metaData) {
        JsonNode value = text.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        try {
            String given = value.isString() ? valid.apply(value.stringValue()) : null;
            if (given == null) {
                faults.add(name, "must be a string");
            } else if (name.equals(IDEMPOTENCY_KEY) || !given.isBlank()) {
                metaData.put(key, given);
            }
        } catch (InvalidValue e) {
            faults.add(name, Objects.requireNonNullElse(e.getMessage(), "is not valid"));
        }
    }

    private void expectedVersion(Form<?> form, Map<String, Object> metaData) {
        JsonNode version = text.path(EXPECTED_VERSION);
        if (version.isMissingNode() || version.isNull()) {
            return;
        }
        if (form.path().isEmpty()) {
            faults.add(EXPECTED_VERSION, "must not be given: there is no version yet");
        } else if (!version.isIntegralNumber() || !version.canConvertToLong() || version.longValue() < 0) {
            faults.add(EXPECTED_VERSION, "must be a whole number from 0");
        } else {
            metaData.put(MetaDataKeys.EXPECTED_VERSION, version.longValue());
        }
    }
}
