package io.userstore.relay;

import org.apache.kafka.common.KafkaException;

/** There is no topic, although events were delivered to it: what was in it is for an operator to decide about. */
final class TopicGone extends KafkaException {

    private static final long serialVersionUID = 1;

    TopicGone(String topic, long position) {
        super("there is no topic " + topic + ", which had the events up to position " + position
                + ": set another userstore.kafka.topic, or have all of them delivered again by DELETE FROM tracking_tokens"
                + " WHERE processor_name = '" + RelayToken.nameFor(topic) + "'");
    }
}
