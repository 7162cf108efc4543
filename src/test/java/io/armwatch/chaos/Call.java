package io.armwatch.chaos;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.TransactionResult;

/** A request of a Kafka client, as the proxy sees it pass. */
final class Call {
    private final RequestHeader header;
    private final ByteBuffer frame;

    private Call(RequestHeader header, ByteBuffer frame) {
        this.header = header;
        this.frame = frame;
    }

    static Call of(byte[] frame) {
        return new Call(RequestHeader.parse(ByteBuffer.wrap(frame)), ByteBuffer.wrap(frame));
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

    /** Whether a thread of the judgement asks: by its producer or its consumers. */
    boolean isOfJudgement() {
        return client().contains("-StreamThread-");
    }

    /** Whether it sends observations: no other producer than that of the eyes, or the test's own, is without transactions. */
    boolean isObservation() {
        return api() == ApiKeys.PRODUCE && !isOfJudgement();
    }

    /** Whether it sends events, known states or changes of the store. */
    boolean isJudged() {
        return api() == ApiKeys.PRODUCE && isOfJudgement();
    }

    boolean isCommit() {
        return api() == ApiKeys.END_TXN && ((EndTxnRequest) parsed()).result() == TransactionResult.COMMIT;
    }

    /** Whether it sends records, rather than an empty request. */
    boolean holdsRecords() {
        ProduceRequestData data = ((ProduceRequest) parsed()).data();
        return !data.topicData().isEmpty();
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
