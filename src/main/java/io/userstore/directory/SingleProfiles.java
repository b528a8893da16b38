package io.userstore.directory;

import java.util.Optional;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Looks single profiles up, by plain JDBC: this is done for every login, and mapping costs more than the statement. */
@Component
class SingleProfiles {

    private static final String BY_ID = Profile.ROWS + " WHERE users.id = ?";

    private static final String BY_ADDRESS = Profile.ROWS + """
              JOIN email_reservations ON email_reservations.user_id = users.id
             WHERE email_reservations.address = ?
               AND users.deleted_at IS NULL
            """;

    private final JdbcTemplate jdbc;

    SingleProfiles(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Profile> findById(long id) {
        return find(BY_ID, id);
    }

    /** Whoever holds the address and is not deleted. */
    Optional<Profile> findByAddress(String address) {
        return find(BY_ADDRESS, address);
    }

    private Optional<Profile> find(String sql, Object key) {
        return DataAccessUtils.optionalResult(jdbc.query(sql, (row, n) -> Profile.of(row), key));
    }
}
