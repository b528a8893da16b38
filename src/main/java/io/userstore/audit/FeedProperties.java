package io.userstore.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the feed, of one node.
 *
 * @param liveReaders who follow the log at a time, at most
 * @param downloads of the log at a time, at most; each takes a request thread
 * @param heartbeat how long a live reader hears nothing, at most
 */
@ConfigurationProperties("userstore.audit.feed")
record FeedProperties(
        @DefaultValue("100") int liveReaders,
        @DefaultValue("8") int downloads,
        @DefaultValue("15s") Duration heartbeat) {

    FeedProperties {
        if (liveReaders < 0 || downloads < 0 || heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException("readers must not be fewer than none, nor heartbeats endless");
        }
    }
}
