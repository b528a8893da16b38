package io.userstore.eventlog;

/** So that the server does not go on, with its locks, for a client that is gone. */
public final class ClientWatch {

    /** For the session; without effect where the server's system does not tell it. */
    public static final String SQL = """
            DO $$
            BEGIN
                PERFORM set_config('client_connection_check_interval', '1s', false);
            EXCEPTION WHEN OTHERS THEN
                NULL;
            END
            $$
            """;

    private ClientWatch() {}
}
