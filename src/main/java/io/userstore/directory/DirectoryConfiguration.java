package io.userstore.directory;

import io.userstore.eventlog.LoggedEvents;
import javax.sql.DataSource;
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
    CurrentDirectory currentDirectory(DataSource dataSource) {
        return new CurrentDirectory(dataSource);
    }
}
