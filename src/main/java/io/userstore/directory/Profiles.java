package io.userstore.directory;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads profiles. Each method is one statement, for which a transaction would only be two round trips more. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface Profiles extends Repository<Profile, Long>, JpaSpecificationExecutor<Profile> {

    Optional<Profile> findById(long id);

    @Query("""
            SELECT profile
              FROM Profile profile, EmailReservation reservation
             WHERE reservation.address = :address
               AND profile.id = reservation.userId
               AND profile.deletedAt IS NULL
            """)
    Optional<Profile> findByAddress(String address);
}
