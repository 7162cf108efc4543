package io.armwatch.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The yardstick: what an engineer writes who needs only the happy path. 32 threads over Apache HttpClient share out the ids; each
 * polls its own round after round, keeps the last bytes of each, and sends what differs to Kafka. No budget, no failures, no
 * restart, nothing is parsed. Run with {@link #FLAGS}.
 */
final class BareLoop {
    /**
     * The JVM's own choices but for the collector, which on two cores is the cheapest and smallest, and a heap as a container's limit
     * would set it.
     */
    static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx512m");

    private static final int THREADS = 32;

    private BareLoop() {}

    /** Arguments: endpoint, brokers, topic, a file of ids, and seconds from one round's begin to the next (0: no pause). */
    public static void main(String[] arguments) throws Exception {
        HttpHost host = HttpHost.create(URI.create(arguments[0]));
        List<String> ids = Files.readAllLines(Path.of(arguments[3]));
        CloseableHttpClient http = http();
        KafkaProducer<String, byte[]> producer = producer(arguments[1]);
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            List<String> share = IntStream.range(0, ids.size())
                    .filter(at -> at % THREADS == first)
                    .mapToObj(ids::get)
                    .toList();
            BareLoopThread slice =
                    new BareLoopThread(http, host, producer, arguments[2], share, Long.parseLong(arguments[4]) * 1_000);
            new Thread(slice, "slice-" + i).start();
        }
        // Whoever started it holds its input open.
        System.in.read();
        System.exit(0);
    }

    private static CloseableHttpClient http() {
        Timeout patience = Timeout.ofSeconds(30);
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(THREADS)
                        .setMaxConnPerRoute(THREADS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(patience)
                                .setSocketTimeout(patience)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(patience).build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private static KafkaProducer<String, byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        // It is stopped for half a minute between its turns, which is no failure of Kafka's.
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        120_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        240_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
