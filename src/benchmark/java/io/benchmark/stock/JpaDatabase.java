package io.benchmark.stock;

import static java.util.Map.entry;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** An empty PostgreSQL database as Hibernate sees it: pool, tables, entities and transactions. */
final class JpaDatabase implements AutoCloseable {

    private static final String BATCH_SIZE = "50";

    private final HikariDataSource pool;
    private final LocalContainerEntityManagerFactoryBean entities;
    private final EntityManager entityManager;
    private final TransactionManager transactions;

    JpaDatabase(String jdbcUrl, String username, String password, int poolSize, Class<?>... entityClasses) {
        this.pool = new HikariDataSource();
        pool.setJdbcUrl(jdbcUrl);
        pool.setUsername(username);
        pool.setPassword(password);
        pool.setMaximumPoolSize(poolSize);
        // The store's own table of users, so that both write the same rows and indexes.
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V2__directory.sql")).execute(pool);
        this.entities = entities(pool, entityClasses);
        EntityManagerFactory factory = Objects.requireNonNull(entities.getObject());
        this.entityManager = SharedEntityManagerCreator.createSharedEntityManager(factory);
        this.transactions = new SpringTransactionManager(springTransactions(factory));
    }

    private static LocalContainerEntityManagerFactoryBean entities(DataSource dataSource, Class<?>... classes) {
        LocalContainerEntityManagerFactoryBean bean = new LocalContainerEntityManagerFactoryBean();
        bean.setPersistenceUnitName("stock");
        bean.setDataSource(dataSource);
        bean.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        bean.setManagedTypes(PersistenceManagedTypes.of(
                Stream.of(classes).map(Class::getName).toArray(String[]::new)));
        bean.setJpaPropertyMap(Map.ofEntries(
                entry(JdbcSettings.DIALECT, new ByteaDialect()),
                entry(MappingSettings.PHYSICAL_NAMING_STRATEGY, new PhysicalNamingStrategySnakeCaseImpl()),
                entry(SchemaToolingSettings.HBM2DDL_AUTO, "create-only"),
                entry(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER, new AxonTables()),
                entry(BatchSettings.STATEMENT_BATCH_SIZE, BATCH_SIZE),
                entry(BatchSettings.ORDER_INSERTS, "true"),
                entry(BatchSettings.ORDER_UPDATES, "true")));
        bean.afterPropertiesSet();
        return bean;
    }

    private static JpaTransactionManager springTransactions(EntityManagerFactory factory) {
        JpaTransactionManager manager = new JpaTransactionManager(factory);
        // Takes data source and dialect from the factory: JDBC and JPA share a transaction's connection.
        manager.afterPropertiesSet();
        return manager;
    }

    DataSource dataSource() {
        return pool;
    }

    /** That of the transaction, from whatever thread it is called. */
    EntityManager entityManager() {
        return entityManager;
    }

    TransactionManager transactions() {
        return transactions;
    }

    @Override
    public void close() {
        entities.destroy();
        pool.close();
    }
}
