package io.userstore.doctor;

import io.userstore.privacy.KeyInspection;
import io.userstore.privacy.KeyTables;
import io.userstore.schema.Schemas;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** {@code userstore.doctor.max-lag}: how long an event may wait for what follows the log on its own. */
@Configuration(proxyBeanMethods = false)
@Profile("upkeep")
class DoctorUpkeepConfiguration {

    @Bean
    Examination examination(
            DataSource log,
            Schemas schemas,
            KeyTables keys,
            KeyInspection inspection,
            @Value("${userstore.doctor.max-lag:60s}") Duration maxLag) {
        List<Check> checks = Stream.of(
                        UsersTableChecks.all(),
                        TrialChecks.all(),
                        LogChecks.all(),
                        new ConsumerChecks(maxLag).all(),
                        new KeyChecks(log, keys, inspection).all())
                .flatMap(List::stream)
                .toList();
        return new Examination(log, new TableChecks(schemas, keys), checks);
    }
}
