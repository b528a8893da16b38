package io.userstore.platform;

import io.userstore.TestDatabase;
import java.util.HexFormat;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/** The keys that the approved files are sealed with. They guard nothing. */
final class ApprovedKeys {

    /** The stream of all approved events. */
    static final String STREAM = "approved";

    private ApprovedKeys() {}

    /** What a node is started with. */
    static String property() {
        return "userstore.privacy.key-encryption-key=file:"
                + ApprovedEvents.folder().resolve("keys/key-encryption-keys.json");
    }

    /** Leaves the keys in a database that no node has been on, as a store would have left them there long ago. */
    static void putInto(TestDatabase database) {
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/keys-migration")
                .table("flyway_keys_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        jdbc.update("INSERT INTO key_generations (generation, check_value) VALUES (1, ?)", bytes("check-value.hex"));
        jdbc.update(
                "INSERT INTO data_keys (aggregate_id, wrapped_key, generation) VALUES (?, ?, 1)",
                STREAM,
                bytes("data-key.hex"));
    }

    private static byte[] bytes(String file) {
        return HexFormat.of().parseHex(ApprovedEvents.text("keys/" + file).strip());
    }
}
