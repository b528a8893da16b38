package io.userstore.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

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
        for (ProducerRecord<byte[], byte[]> each : records) {
            requireNotFailed(producer.send(each));
        }
        producer.commitTransaction();
    }

    /** A send that waited in vain says so by its answer only, and the next would wait as long again. */
    private static void requireNotFailed(Future<?> sent) {
        if (!sent.isDone()) {
            return;
        }
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Without waiting, by any thread: what is not committed is dropped by whoever delivers next. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
