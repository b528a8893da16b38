package io.userstore.privacy;

import io.userstore.eventlog.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sealed text in a database, and where it stands.
 *
 * @param field of the JSON object that the column holds; one of an object in it with the path to it, divided by slashes
 */
record SealedText(String table, String column, Place place, String field, String text) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** All there are, of events and snapshots. */
    static List<SealedText> all(JdbcTemplate jdbc) {
        List<SealedText> found = new ArrayList<>();
        for (String table : List.of("event_log", "snapshots")) {
            Place.Part payload = table.equals("snapshots") ? Place.Part.SNAPSHOT : Place.Part.PAYLOAD;
            jdbc.query("SELECT * FROM " + table + " ORDER BY aggregate_id, version", row -> {
                find(table, "payload", place(row, payload), row.getString("payload"), found);
                find(table, "metadata", place(row, Place.Part.METADATA), row.getString("metadata"), found);
            });
        }
        return found;
    }

    private static Place place(ResultSet row, Place.Part part) throws SQLException {
        return new Place(
                row.getString("aggregate_id"),
                row.getLong("version"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("revision"),
                part);
    }

    private static void find(String table, String column, Place place, String json, List<SealedText> found) {
        find(table, column, place, "", (ObjectNode) JSON.readTree(json), found);
    }

    private static void find(
            String table, String column, Place place, String path, ObjectNode object, List<SealedText> found) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            JsonNode sealed = property.getValue().get(PersonalSealing.SEALED);
            if (sealed != null) {
                found.add(new SealedText(table, column, place, path + property.getKey(), sealed.stringValue()));
            } else if (property.getValue() instanceof ObjectNode inner) {
                find(table, column, place, path + property.getKey() + "/", inner, found);
            }
        }
    }

    String stream() {
        return Objects.requireNonNull(place.stream());
    }

    static JsonNode sealed(String text) {
        return JsonNodeFactory.instance.objectNode().put(PersonalSealing.SEALED, text);
    }

    /** The field alone, with that value. */
    ObjectNode json(JsonNode value) {
        JsonNode json = value;
        List<String> names = List.of(field.split("/"));
        for (int i = names.size() - 1; i >= 0; i--) {
            json = JsonNodeFactory.instance.objectNode().set(names.get(i), json);
        }
        return (ObjectNode) json;
    }

    /** Puts another value into its place in the database. */
    void replace(JsonNode value, JdbcTemplate jdbc) {
        int rows = jdbc.update(
                "UPDATE %1$s SET %2$s = jsonb_set(%2$s::jsonb, string_to_array(?, '/'), ?::jsonb)::json WHERE event_id = ?::uuid"
                        .formatted(table, column),
                field,
                value.toString(),
                place.eventId());
        if (rows != 1) {
            throw new AssertionError("not there any more: " + this);
        }
    }

    @Override
    public String toString() {
        return place.part() + " " + field + " of " + place.eventId();
    }
}
