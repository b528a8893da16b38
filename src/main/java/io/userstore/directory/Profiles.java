package io.userstore.directory;

import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lists profiles. Each list is one statement, for which a transaction would only be two round trips more. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
interface Profiles extends Repository<Profile, Long>, JpaSpecificationExecutor<Profile> {}
