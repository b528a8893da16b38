package io.benchmark.stock;

import io.benchmark.Contestant;
import io.benchmark.Users;
import io.userstore.user.command.RecordFailedLogin;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.eventstore.jpa.DomainEventEntry;
import org.axonframework.eventsourcing.eventstore.jpa.SnapshotEventEntry;

/** Axon's own storage engines on an empty database, which gets its tables here. */
public final class StockAxon implements Contestant {

    private final String name;
    private final JpaDatabase database;
    private final Configuration axon;
    private final CommandGateway gateway;

    private StockAxon(String name, JpaDatabase database, AxonSetup.Engine engine) {
        this.name = name;
        this.database = database;
        this.axon = AxonSetup.start(database, engine);
        this.gateway = axon.commandGateway();
    }

    /** On {@link org.axonframework.eventsourcing.eventstore.jpa.JpaEventStorageEngine}. */
    public static StockAxon jpa(String jdbcUrl, String username, String password, int poolSize) {
        JpaDatabase database = new JpaDatabase(
                jdbcUrl,
                username,
                password,
                poolSize,
                DomainEventEntry.class,
                SnapshotEventEntry.class,
                UserEntity.class);
        return new StockAxon("stock_jpa", database, Engines::jpa);
    }

    /** On {@link org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine}. */
    public static StockAxon jdbc(String jdbcUrl, String username, String password, int poolSize) {
        JpaDatabase database = new JpaDatabase(jdbcUrl, username, password, poolSize, UserEntity.class);
        return new StockAxon("stock_jdbc", database, Engines::jdbc);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long register(String email) {
        return gateway.<Long>sendAndWait(Users.registration(email));
    }

    @Override
    public void recordFailedLogin(long id) {
        gateway.sendAndWait(new RecordFailedLogin(id));
    }

    @Override
    public void close() {
        axon.shutdown();
        database.close();
    }
}
