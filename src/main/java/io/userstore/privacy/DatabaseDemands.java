package io.userstore.privacy;

import javax.sql.DataSource;

/** What the store demands of a database before it keeps anything in it. */
@FunctionalInterface
public interface DatabaseDemands {

    /** Throws what keeps the store from starting. */
    void check(DataSource database);
}
