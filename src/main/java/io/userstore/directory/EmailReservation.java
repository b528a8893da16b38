package io.userstore.directory;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** Who holds an address, for look-ups. */
@Entity
@Immutable
@Table(name = "email_reservations")
class EmailReservation {

    @Id
    private String address;

    private long userId;

    @SuppressWarnings("NullAway.Init")
    protected EmailReservation() {}
}
