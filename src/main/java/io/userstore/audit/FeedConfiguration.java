package io.userstore.audit;

import io.userstore.eventlog.LoggedEvents;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedProperties.class)
class FeedConfiguration {

    @Bean
    LiveWindow liveWindow(LoggedEvents events) {
        return new LiveWindow(events);
    }

    @Bean
    EventFeed eventFeed(LoggedEvents events, LiveWindow window, FeedProperties properties) {
        return new EventFeed(new LogPages(events), window, properties);
    }
}
