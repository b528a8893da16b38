package io.benchmark;

/**
 * One way to keep users. All do the same for a command, durably, before they return; what each keeps besides the user (no
 * history, an audit row, events, reservations of addresses) is its own affair.
 */
public interface Contestant extends AutoCloseable {

    /** As the report names it: {@code ours}, {@code limit}, {@code stock_jpa} or {@code stock_jdbc}. */
    String name();

    /** Registers a user with that address and the name, role, level and hash of {@link Users}; gives its id. */
    long register(String email);

    /** Counts a failed login of the user; the limit at which accounts lock is out of reach. */
    void recordFailedLogin(long id);

    @Override
    void close();
}
