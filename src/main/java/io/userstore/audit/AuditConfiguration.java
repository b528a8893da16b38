package io.userstore.audit;

import io.userstore.directory.CurrentDirectory;
import io.userstore.directory.PastDirectory;
import io.userstore.directory.UserHistory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    AuditTrail auditTrail(JdbcTemplate jdbc) {
        return new AuditTrail(jdbc);
    }

    @Bean
    History history(UserHistory users, PastDirectory directory) {
        return new History(users, directory);
    }

    @Bean
    DirectoryExport directoryExport(CurrentDirectory directory) {
        return new DirectoryExport(directory);
    }
}
