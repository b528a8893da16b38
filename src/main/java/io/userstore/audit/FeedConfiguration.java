package io.userstore.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
    EventFeed eventFeed(LoggedEvents events, LiveWindow window, FeedProperties properties, MeterRegistry meters) {
        EventFeed feed = new EventFeed(new LogPages(events), window, properties);
        Gauge.builder("userstore.feed.live.readers", feed, EventFeed::liveReaders)
                .description("who follow the log live")
                .register(meters);
        Gauge.builder("userstore.feed.downloads", feed, EventFeed::downloads)
                .description("downloads of the log under way")
                .register(meters);
        return feed;
    }
}
