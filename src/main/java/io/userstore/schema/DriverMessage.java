package io.userstore.schema;

import java.sql.SQLException;

/** What the driver says: a pool only says that it has no connection. */
public final class DriverMessage {

    private DriverMessage() {}

    public static String of(SQLException failure) {
        return failure.getCause() instanceof SQLException cause ? of(cause) : String.valueOf(failure.getMessage());
    }
}
