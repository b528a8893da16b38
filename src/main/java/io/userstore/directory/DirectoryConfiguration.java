package io.userstore.directory;

import io.userstore.eventlog.LoggedEvents;
import io.userstore.eventlog.OpenBatch;
import org.axonframework.config.ConfigurerModule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class DirectoryConfiguration {

    @Bean
    UserHistory userHistory(LoggedEvents log, HistoryMarks marks) {
        return new UserHistory(log, marks);
    }

    @Bean
    PastDirectory pastDirectory(LoggedEvents log) {
        return new PastDirectory(log, PastDirectory.PAGE);
    }

    @Bean
    UsersProjection usersProjection(OpenBatchRows rows) {
        return new UsersProjection(rows);
    }

    /** The projection runs inside the append transaction, so the table is never behind the log. */
    @Bean
    ConfigurerModule usersInTheOpenBatch(OpenBatch openBatch) {
        return configurer -> configurer
                .eventProcessing()
                .registerSubscribingEventProcessor(UsersProjection.GROUP, configuration -> openBatch);
    }
}
