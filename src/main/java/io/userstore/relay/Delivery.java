package io.userstore.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Brings records to Kafka, each list in one transaction, so that none of it is seen without what comes before it. Shuts out
 * whoever delivered for the same store before: what that one has not committed is dropped, and it commits no more.
 */
final class Delivery implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;

    private Delivery(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    static Delivery open(Map<String, Object> settings) {
        Delivery delivery = new Delivery(new KafkaProducer<>(settings));
        boolean opened = false;
        try {
            delivery.producer.initTransactions();
            opened = true;
            return delivery;
        } finally {
            if (!opened) {
                delivery.close();
            }
        }
    }

    /**
     * Returns once all of them are committed.
     *
     * @throws RuntimeException if that is not known; this is of no use any more then
     */
    void deliver(List<ProducerRecord<byte[], byte[]>> records) {
        producer.beginTransaction();
        records.forEach(producer::send);
        producer.commitTransaction();
    }

    /** Without waiting: what is not committed is dropped by whoever delivers next. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
