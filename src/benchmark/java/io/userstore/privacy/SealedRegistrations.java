package io.userstore.privacy;

import io.userstore.eventlog.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JsonPointer;

/**
 * What a store keeps of users that it has registered: their first events, sealed, and their data keys. For a benchmark that
 * fills tables; in this package because nobody else gets at the keys.
 */
public final class SealedRegistrations {

    private static final int BATCH = 5_000;
    private static final String EVENT = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
                                   payload, metadata)
            SELECT n, 'user', n::text, 0, event_id, 'user.registered', '1', now(), payload::json,
                   format('{"correlationId":"%1$s","causationId":"%1$s"}', event_id)::json
              FROM unnest(?::bigint[], ?::uuid[], ?::text[]) AS made (n, event_id, payload)
            """;
    private static final String KEY = """
            INSERT INTO data_keys (aggregate_id, wrapped_key, generation)
            SELECT n::text, decode(wrapped, 'hex'), 1
              FROM unnest(?::bigint[], ?::text[]) AS made (n, wrapped)
            """;

    private final JdbcTemplate log;
    private final KeyWrapping wrapping;

    /**
     * @param log of a database that a store has migrated
     * @param dataFolder of the stores that are going to read it
     */
    public SealedRegistrations(JdbcTemplate log, Path dataFolder) {
        this.log = log;
        KeyDatabase keys = KeyDatabase.migrated(log, false);
        OwnerOnlyFile file = new OwnerOnlyFile(dataFolder.resolve(PrivacyConfiguration.KEYSET));
        this.wrapping = KeyWrapping.of(keys, KeysetFile.open(file, () -> true));
    }

    /** The personal fields of a user, in the order of the event, and what is not personal. */
    public interface Fields {
        Map<String, String> of(long id);
    }

    /** Registers the users with these ids, at the positions of the same numbers. */
    public void add(long from, long to, Fields fields) {
        for (long first = from; first <= to; first += BATCH) {
            addBatch(first, Math.min(to, first + BATCH - 1), fields);
        }
    }

    private void addBatch(long first, long last, Fields fields) {
        int count = Math.toIntExact(last - first + 1);
        Long[] ids = new Long[count];
        UUID[] events = new UUID[count];
        String[] payloads = new String[count];
        String[] keys = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = first + i;
            events[i] = UUID.randomUUID();
            DataKey key = DataKey.random();
            keys[i] = HexFormat.of()
                    .formatHex(wrapping.wrap(Long.toString(ids[i]), key).bytes());
            payloads[i] = payload(ids[i], events[i], key, fields.of(ids[i]));
        }
        for (Object[] statement : List.of(new Object[] {EVENT, ids, events, payloads}, new Object[] {KEY, ids, keys})) {
            log.update((String) statement[0], insert -> {
                for (int i = 1; i < statement.length; i++) {
                    Object[] values = (Object[]) statement[i];
                    String type = values instanceof Long[] ? "int8" : values instanceof UUID[] ? "uuid" : "text";
                    insert.setArray(i, insert.getConnection().createArrayOf(type, values));
                }
            });
        }
    }

    private static String payload(long id, UUID event, DataKey key, Map<String, String> fields) {
        Place place = new Place(Long.toString(id), 0L, event.toString(), "user.registered", "1", Place.Part.PAYLOAD);
        StringBuilder json = new StringBuilder("{\"id\":").append(id);
        fields.forEach((name, value) -> {
            String associated =
                    PersonalSealing.associated(place, JsonPointer.empty().appendProperty(name));
            byte[] sealed = key.seal(value.getBytes(StandardCharsets.UTF_8), associated);
            json.append(",\"").append(name).append("\":{\"sealed\":\"");
            json.append(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed))
                    .append("\"}");
        });
        return json.append(",\"accountStatus\":\"ACTIVE\"}").toString();
    }
}
