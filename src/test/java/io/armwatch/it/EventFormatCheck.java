package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.event.SchemaChecks;
import io.armwatch.event.Schemas;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the design and CloudEvents' Kafka binding require of every event, whatever its type; written here a second time. */
public enum EventFormatCheck {
    STRUCTURED,
    BINARY;

    /** The topic of each type. */
    public static final Map<String, String> TOPICS = Map.ofEntries(
            Map.entry("key.rotated", "key-rotations"),
            Map.entry("key.synchronized", "key-rotations"),
            Map.entry("key.expiring", "key-rotations"),
            Map.entry("key.expired", "key-rotations"),
            Map.entry("key.rotation-overdue", "key-rotations"),
            Map.entry("key.recovered", "key-rotations"),
            Map.entry("encryption-key.changed", "key-rotations"),
            Map.entry("certificate.refresh-failed", "certificate-failures"),
            Map.entry("certificate.expiring", "certificate-failures"),
            Map.entry("certificate.expired", "certificate-failures"),
            Map.entry("certificate.renewed", "certificate-failures"),
            Map.entry("subscription.expiry-due", "subscription-states"),
            Map.entry("azure-subscription.state-changed", "subscription-states"),
            Map.entry("certificate.deletion-failed", "certificate-failures"),
            Map.entry("certificate.recovered", "certificate-failures"),
            Map.entry("certificate.unreadable", "certificate-failures"),
            Map.entry("subscription.state-changed", "subscription-states"),
            Map.entry("resource.discovered", "resource-changes"),
            Map.entry("resource.changed", "resource-changes"),
            Map.entry("resource.deleted", "resource-changes"),
            Map.entry("resource.unwatched", "resource-changes"),
            Map.entry("poll.failed", "polling"),
            Map.entry("poll.recovered", "polling"),
            Map.entry("scan.completed", "polling"));

    private static final List<String> ATTRIBUTES =
            List.of("specversion", "id", "source", "type", "subject", "time", "dataschema", "partitionkey");

    /** Checks an event about a resource to the last header. */
    public void check(ReceivedEvent told, String topicsPrefix, String id) {
        assertThat(told.topic()).isEqualTo(topicsPrefix + "." + TOPICS.get(told.type()));
        assertThat(told.key()).isEqualTo(id.toLowerCase(Locale.ROOT));
        assertThat(told.headers()).containsExactlyInAnyOrderElementsOf(headers(told));
        assertThat(told.event().fieldNames())
                .toIterable()
                .containsAll(ATTRIBUTES)
                .hasSize(ATTRIBUTES.size() + 2)
                .contains("datacontenttype", "data");
        assertThat(told.attribute("specversion")).isEqualTo("1.0");
        assertThat(told.attribute("datacontenttype")).isEqualTo("application/json");
        assertThat(told.attribute("source")).isEqualTo(id.toLowerCase(Locale.ROOT));
        assertThat(told.attribute("partitionkey")).isEqualTo(told.key());
        assertThat(told.attribute("dataschema")).isEqualTo("urn:armwatch:event:" + told.type() + ":v1");
        checkData(told, id);
    }

    private List<String> headers(ReceivedEvent told) {
        if (this == STRUCTURED) {
            return List.of("content-type: application/cloudevents+json");
        }
        List<String> headers = new ArrayList<>(List.of("content-type: application/json"));
        ATTRIBUTES.forEach(each -> headers.add("ce_" + each + ": " + told.attribute(each)));
        return headers;
    }

    /** Checks an event's data against the schema that it names. */
    public static void checkSchema(ReceivedEvent told) {
        String file = told.attribute("type") + ".json";
        assertThat(Schemas.published(file).get("$id").asText()).isEqualTo(told.attribute("dataschema"));
        assertThat(SchemaChecks.problems(file, told.data())).as("%s", told).isEmpty();
        assertThat(SchemaChecks.problems("io.armwatch.envelope.v1.json", told.event()))
                .as("%s", told)
                .isEmpty();
    }

    private static void checkData(ReceivedEvent told, String id) {
        checkSchema(told);
        assertThat(told.data("resourceId")).isEqualTo(id);
        assertThat(told.data("subscriptionId")).isEqualTo(id.split("/", -1)[2]);
        if (id.contains("/resourceGroups/")) {
            assertThat(told.data("resourceGroup")).isEqualTo(id.split("/", -1)[4]);
        } else {
            assertThat(told.data().get("resourceGroup").isNull()).isTrue();
        }
        assertThat(told.data("name")).isEqualTo(id.substring(id.lastIndexOf('/') + 1));
    }

    /** The id that an event must have. */
    public static String id(ReceivedEvent told, long revision) {
        return sha256(String.join(
                        "|",
                        told.attribute("type"),
                        told.key(),
                        told.attribute("subject"),
                        told.data("incarnation"),
                        Long.toString(revision)))
                .substring(0, 32);
    }

    /** The fingerprint of a key where {@code armwatch.fingerprint.key} is set, as a consumer computes it. */
    static String fingerprint(String hmacKey, String id, String which, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(hmacKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = id.toLowerCase(Locale.ROOT) + "|" + which + "|" + key;
            byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fingerprint of a key, as a consumer computes it. */
    public static String fingerprint(String id, String which, String key) {
        return sha256(id.toLowerCase(Locale.ROOT) + "|" + which + "|" + key).substring(0, 16);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
