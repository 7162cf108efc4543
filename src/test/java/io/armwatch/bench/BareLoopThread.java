package io.armwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What one thread of the bare loop polls. */
final class BareLoopThread implements Runnable {
    /** The header with the time of the request, in milliseconds since 1970. */
    static final String ASKED_AT = "asked-at";

    private final CloseableHttpClient http;
    private final HttpHost host;
    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final List<Poll> polls;
    private final long everyMillis;
    private final Map<String, byte[]> last = new HashMap<>();

    private record Poll(String id, ClassicHttpRequest request) {}

    BareLoopThread(
            CloseableHttpClient http,
            HttpHost host,
            KafkaProducer<String, byte[]> producer,
            String topic,
            List<String> ids,
            long everyMillis) {
        this.http = http;
        this.host = host;
        this.producer = producer;
        this.topic = topic;
        this.polls = ids.stream().map(BareLoopThread::poll).toList();
        this.everyMillis = everyMillis;
    }

    private static Poll poll(String id) {
        PollRequests kind = PollRequests.of(id);
        return new Poll(
                id,
                ClassicRequestBuilder.create(kind.method())
                        .setPath(kind.target(id))
                        .build());
    }

    @Override
    public void run() {
        try {
            while (true) {
                awaitTick();
                for (Poll poll : polls) {
                    observe(poll);
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void awaitTick() {
        if (everyMillis > 0) {
            long next = (System.currentTimeMillis() / everyMillis + 1) * everyMillis;
            while (System.currentTimeMillis() < next) {
                LockSupport.parkUntil(next);
            }
        }
    }

    private void observe(Poll poll) throws IOException {
        long asked = System.currentTimeMillis();
        byte[] body = http.execute(host, poll.request(), BareLoopThread::body);
        if (!Arrays.equals(body, last.get(poll.id()))) {
            last.put(poll.id(), body);
            tell(poll.id(), body, asked);
        }
    }

    private static byte[] body(ClassicHttpResponse response) throws IOException {
        byte[] body = EntityUtils.toByteArray(response.getEntity());
        if (response.getCode() != 200) {
            throw new IOException("status " + response.getCode());
        }
        return body;
    }

    private void tell(String id, byte[] body, long asked) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, id, body);
        record.headers().add(ASKED_AT, Long.toString(asked).getBytes(UTF_8));
        var unused = producer.send(record, (written, failure) -> {
            if (failure != null) {
                fail(failure);
            }
        });
    }

    /** What does not work ends the whole loop, so that nothing wrong is measured. */
    private static void fail(Exception e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(1);
    }
}
