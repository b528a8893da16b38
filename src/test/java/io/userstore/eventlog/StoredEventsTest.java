package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.userstore.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class StoredEventsTest {

    private static final int EVENTS = 2_000;

    /** What is left on a connection would be taken for the answer to the next statement. */
    @Test
    void readerThatGivesUpLeavesItsConnectionFitForOthers() {
        TestDatabase database = TestDatabase.fresh();
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(1);
        try (HikariDataSource one = new HikariDataSource(config)) {
            JdbcTemplate jdbc = new JdbcTemplate(one);
            Flyway.configure().dataSource(database.dataSource()).load().migrate();
            jdbc.update("""
                    INSERT INTO event_log (position, event_id, type, occurred_at, payload, metadata)
                    SELECT n, gen_random_uuid(), 'something', now(), '{}', '{}' FROM generate_series(1, ?) AS n
                    """, EVENTS);
            StoredEvents events = new StoredEvents(jdbc);

            for (int i = 0; i < 20; i++) {
                List<Long> seen = new ArrayList<>();
                assertThatThrownBy(() -> events.read(0, EVENTS, event -> {
                            seen.add(event.position());
                            if (seen.size() == 3) {
                                throw new IllegalStateException("enough");
                            }
                        }))
                        .hasMessage("enough");

                assertThat(seen).containsExactly(1L, 2L, 3L);
                assertThat(jdbc.queryForObject("SELECT ?::text", String.class, "mine"))
                        .isEqualTo("mine");
                assertThat(events.head()).isEqualTo(EVENTS);
            }
        }
    }
}
