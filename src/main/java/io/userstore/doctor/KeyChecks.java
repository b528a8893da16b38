package io.userstore.doctor;

import io.userstore.doctor.Check.Found;
import io.userstore.privacy.KeyInspection;
import io.userstore.privacy.KeyTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;

/** What makes personal data in the log readable, as long as it may be read. */
final class KeyChecks {

    private final DataSource log;
    private final KeyTables keys;
    private final KeyInspection inspection;

    KeyChecks(DataSource log, KeyTables keys, KeyInspection inspection) {
        this.log = log;
        this.keys = keys;
        this.inspection = inspection;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "data keys",
                        Set.of("event_log", "data_keys"),
                        jdbc -> Objects.requireNonNull(jdbc.execute((ConnectionCallback<Found>) this::dataKeys))),
                new Check("key-encryption key", Set.of("data_keys", "key_generations"), jdbc -> keyEncryptionKey()));
    }

    private Found keyEncryptionKey() {
        KeyInspection.Outcome outcome = inspection.inspect();
        return new Found(outcome.advice() == null, outcome.found(), outcome.advice());
    }

    private Found dataKeys(Connection snapshot) throws SQLException {
        KeyComparison comparison = new KeyComparison();
        if (keys.apart()) {
            try (Connection own = keys.database().getConnection()) {
                own.setAutoCommit(false);
                comparison.compare(snapshot, own);
                own.rollback();
            }
            try (Connection now = log.getConnection()) {
                comparison.leaveOutWhatWasUnderWay(now);
            }
        } else {
            comparison.compare(snapshot, snapshot);
        }
        return comparison.found();
    }
}
