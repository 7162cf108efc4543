package io.armwatch.chaos;

import io.armwatch.change.Target;
import io.armwatch.it.ReceivedEvent;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.Records;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.Utils;

/** A request of a Kafka client, as the proxy sees it pass. */
final class KafkaRequest {
    private final RequestHeader header;
    private final ByteBuffer frame;

    private KafkaRequest(RequestHeader header, ByteBuffer frame) {
        this.header = header;
        this.frame = frame;
    }

    static KafkaRequest of(byte[] frame) {
        return new KafkaRequest(RequestHeader.parse(ByteBuffer.wrap(frame)), ByteBuffer.wrap(frame));
    }

    ApiKeys api() {
        return header.apiKey();
    }

    int correlationId() {
        return header.correlationId();
    }

    String client() {
        return header.clientId() == null ? "" : header.clientId();
    }

    /** Whether a thread of change detection sends it: by its producer or its consumers. */
    boolean isOfChangeDetection() {
        return client().contains("-StreamThread-");
    }

    /** Whether it sends an observation of a resource. Only the producer of the routes, and the test's own, have no transactions. */
    boolean isObservation() {
        return api() == ApiKeys.PRODUCE && !isOfChangeDetection() && concernsResource();
    }

    /** The same, of a certain resource. */
    boolean isObservationOf(String id) {
        return isObservation()
                && records().anyMatch(record -> ReceivedEvent.key(id).equals(key(record)));
    }

    /** Whether it sends what follows from an observation of a resource: events, the known state, and the store's change. */
    boolean isDetectionResult() {
        return api() == ApiKeys.PRODUCE && isOfChangeDetection() && concernsResource();
    }

    /** Whether it sends the offsets of processed observations. */
    boolean isOffsets() {
        return api() == ApiKeys.TXN_OFFSET_COMMIT;
    }

    /** Whether it ends a transaction well. */
    boolean isCommit() {
        return api() == ApiKeys.END_TXN && ((EndTxnRequest) parsed()).result() == TransactionResult.COMMIT;
    }

    /** Whether a record is of a resource, rather than of a list or a scan. */
    private boolean concernsResource() {
        return records()
                .anyMatch(record ->
                        !key(record).contains(Target.LIST) && !value(record).contains("scan.completed"));
    }

    private Stream<Record> records() {
        return ((ProduceRequest) parsed())
                .data().topicData().stream()
                        .flatMap(topic -> topic.partitionData().stream())
                        .flatMap(partition -> StreamSupport.stream(
                                ((Records) partition.records()).records().spliterator(), false));
    }

    private static String key(Record record) {
        return record.hasKey() ? Utils.utf8(record.key()) : "";
    }

    private static String value(Record record) {
        return record.hasValue() ? Utils.utf8(record.value()) : "";
    }

    private AbstractRequest parsed() {
        ByteBuffer body = frame.duplicate();
        RequestHeader.parse(body);
        return AbstractRequest.parseRequest(api(), header.apiVersion(), new ByteBufferAccessor(body)).request;
    }

    @Override
    public String toString() {
        return api() + " of " + client();
    }
}
