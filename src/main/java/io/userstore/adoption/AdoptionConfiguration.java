package io.userstore.adoption;

import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class AdoptionConfiguration {

    @Bean
    @Lazy
    TableImport tableImport(
            DataSource dataSource,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            EventStore log,
            CommandGateway commands) {
        return new TableImport(
                dataSource,
                new StoreUsers(jdbc),
                new IdSequence(jdbc, new TransactionTemplate(transactions)),
                new Publishing(log, commands));
    }
}
