import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Keeps the primary key of an Azure Maps account in memory, and reads it again when it was rotated.
 *
 * <p>An event never holds a key. It holds a fingerprint, and only its comparison with the fingerprint of the key in memory says whether
 * that one is old: an event may be read twice, or after the key was read. Each process has a cache of its own, and so reads every
 * event itself, without a consumer group.
 */
public final class FreshKey {
    private static final String KEY = "primary";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI arm;
    private final String account;
    private String cached = "";

    private FreshKey(URI arm, String account) {
        this.arm = arm;
        this.account = account;
    }

    /**
     * The arguments are the address of Azure Resource Manager and the account's ARM id. {@code AZURE_TOKEN} holds the token, see {@code
     * az account get-access-token}; the simulator needs none.
     */
    public static void main(String[] args) throws Exception {
        FreshKey key = new FreshKey(URI.create(args[0]), args[1]);
        try (KafkaConsumer<String, byte[]> consumer = Consumers.ofAll("key-rotations")) {
            key.follow(consumer);
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) throws Exception {
        // First the place in the topic, then the key: a rotation between the two is seen.
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        cached = readKey();
        System.out.println("holds " + fingerprint(cached));
        while (Consumers.isRunning()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                refreshIfRotated(Event.of(record));
            }
        }
    }

    private void refreshIfRotated(Event event) throws Exception {
        boolean isAboutKey = event.type().equals("key.rotated")
                && event.key().equals(account.toLowerCase(Locale.ROOT))
                && event.subject().equals(KEY);
        if (!isAboutKey) {
            return;
        }
        if (event.text("fingerprint").filter(fingerprint(cached)::equals).isPresent()) {
            System.out.println("holds it already " + fingerprint(cached));
            return;
        }
        cached = readKey();
        System.out.println("holds " + fingerprint(cached));
    }

    private String readKey() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(arm + account + "/listKeys?api-version=2023-06-01"))
                .header("Authorization", "Bearer " + System.getenv().getOrDefault("AZURE_TOKEN", "none"))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("listKeys of " + account + ": status " + response.statusCode());
        }
        return new ObjectMapper().readTree(response.body()).get(KEY + "Key").asText();
    }

    /** With {@code armwatch.fingerprint.key} it is HMAC-SHA-256 with that key instead ({@code javax.crypto.Mac}). */
    private String fingerprint(String value) throws GeneralSecurityException {
        String text = account.toLowerCase(Locale.ROOT) + "|" + KEY + "|" + value;
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, 16);
    }
}
