package io.userstore.directory;

import io.userstore.eventlog.AppendCondition;
import io.userstore.eventlog.Assumptions;
import io.userstore.eventlog.Parameters.Type;
import io.userstore.eventlog.RoundTrip;
import io.userstore.user.EmailAddress;
import io.userstore.user.UserRejected;
import io.userstore.user.event.EmailChanged;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Imported;
import io.userstore.user.event.Personal;
import io.userstore.user.event.Registered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * No two users hold the same address. An address is claimed in the append transaction itself; the primary key of
 * {@code email_reservations} is the proof, the check before it only lets a loser fail alone.
 */
@Component
class EmailReservations implements AppendCondition {

    private static final Set<String> UNIQUE_ADDRESSES = Set.of("email_reservations_pkey", "ix_users_email");

    private static final String HOLDERS = """
            SELECT address, user_id
              FROM email_reservations
             WHERE address IN (SELECT unnest(?))
            """;

    private static final String FREE =
            "NOT EXISTS (SELECT FROM email_reservations WHERE address IN (SELECT unnest(?)))";

    /** A user holds one address: claiming another releases the one before. */
    private static final String CLAIM = """
            INSERT INTO email_reservations (address, user_id)
            SELECT unnest(?), unnest(?)
            ON CONFLICT (user_id) DO UPDATE SET address = excluded.address
            """;

    private static final String RELEASE = "DELETE FROM email_reservations WHERE user_id IN (SELECT unnest(?))";

    @Override
    public @Nullable RuntimeException explain(String constraint) {
        return UNIQUE_ADDRESSES.contains(constraint) ? alreadyRegistered() : null;
    }

    private static UserRejected alreadyRegistered() {
        return new UserRejected(UserRejected.Code.EMAIL_ALREADY_REGISTERED, "the e-mail address is already registered");
    }

    @Override
    public Screening screen(List<EventMessage<?>> events, RoundTrip reads) {
        List<Claim> claims = claims(events);
        Map<String, Long> holders = new HashMap<>();
        if (!claims.isEmpty()) {
            reads.addRows(HOLDERS, claims, columns -> columns.add(Type.TEXT, Claim::address), rows -> {
                while (rows.next()) {
                    holders.put(rows.getString(1), rows.getLong(2));
                }
            });
        }
        return new Claims(holders);
    }

    @Override
    public Screening assume(List<EventMessage<?>> events, Assumptions assumptions) {
        List<Claim> claims = claims(events);
        if (!claims.isEmpty()) {
            assumptions.add(FREE, claims, columns -> columns.add(Type.TEXT, Claim::address));
        }
        return new Claims(new HashMap<>());
    }

    private static List<Claim> claims(List<? extends EventMessage<?>> events) {
        List<Claim> claims = new ArrayList<>();
        for (EventMessage<?> event : events) {
            if (event.getPayload() instanceof Registered registered) {
                claims.add(Claim.of(registered.email(), registered.id()));
            } else if (event.getPayload() instanceof Imported imported) {
                claims.add(Claim.of(imported.email(), imported.id()));
            } else if (event.getPayload() instanceof EmailChanged changed) {
                claims.add(Claim.of(changed.email(), changed.id()));
            }
        }
        return claims;
    }

    private record Claim(String address, long userId) {

        /** Of an event that is being appended, whose address cannot have been erased. */
        static Claim of(Personal email, long userId) {
            return new Claim(EmailAddress.keyOf(((Personal.Text) email).value()), userId);
        }
    }

    /**
     * The claims of one batch. An address that is released in the batch is free from the next batch on, so that the
     * order in which rows are written never matters.
     */
    private static final class Claims implements Screening {

        private final Map<String, Long> holders;
        private final Map<Long, Claim> admitted = new LinkedHashMap<>();
        private final Set<Long> erased = new LinkedHashSet<>();

        Claims(Map<String, Long> holders) {
            this.holders = holders;
        }

        @Override
        public @Nullable RuntimeException refuse(List<? extends EventMessage<?>> append) {
            List<Claim> claims = claims(append);
            for (Claim claim : claims) {
                Long holder = holders.get(claim.address());
                if (holder != null && holder != claim.userId()) {
                    return alreadyRegistered();
                }
            }
            claims.forEach(claim -> {
                holders.put(claim.address(), claim.userId());
                admitted.put(claim.userId(), claim);
            });
            for (EventMessage<?> event : append) {
                if (event.getPayload() instanceof Erased gone) {
                    erased.add(gone.id());
                }
            }
            return null;
        }

        @Override
        public void write(RoundTrip writes) {
            List<Claim> claims = List.copyOf(admitted.values());
            if (!claims.isEmpty()) {
                writes.addRows(
                        CLAIM,
                        claims,
                        columns -> columns.add(Type.TEXT, Claim::address).add(Type.INT8, Claim::userId));
            }
            // After the claims: a user may change its address and be erased in one batch.
            if (!erased.isEmpty()) {
                writes.addRows(RELEASE, List.copyOf(erased), columns -> columns.add(Type.INT8, id -> id));
            }
        }
    }
}
