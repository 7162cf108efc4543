package io.armwatch.outlet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.config.Secrets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as the Standard Webhooks specification says: HMAC-SHA-256 over {@code id.timestamp.body}. With two secrets there are two
 * signatures, so that a receiver can change its secret without losing an event.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
final class WebhookSecrets {
    /** The id of the event. It stays the same where an event is sent again. */
    static final String ID = "webhook-id";
    /** When this request was sent, in Unix seconds. */
    static final String TIMESTAMP = "webhook-timestamp";
    /** {@code v1,} and the signature in Base64; several are separated by a space. */
    static final String SIGNATURE = "webhook-signature";

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final List<SecretKeySpec> keys;

    private WebhookSecrets(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Reads secrets, separated by a space or comma.
     *
     * @param text empty for requests that are not signed
     * @throws IllegalArgumentException if one is no secret; the message does not hold it
     */
    static WebhookSecrets parse(String text) {
        return new WebhookSecrets(Arrays.stream(text.split("[\\s,]+"))
                .filter(each -> !each.isEmpty())
                .map(WebhookSecrets::key)
                .toList());
    }

    private static SecretKeySpec key(String secret) {
        Secrets.add(secret);
        byte[] bytes = decoded(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        if (bytes.length < SHORTEST || bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "the secret of a webhook cannot be used; expected 24 to 64 bytes in Base64, with"
                            + " whsec_ before it or not, for example what this prints: openssl rand -base64 32");
        }
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The value of {@link #SIGNATURE}. */
    String signature(String id, long seconds, byte[] body) {
        byte[] head = (id + "." + seconds + ".").getBytes(UTF_8);
        return String.join(
                " ", keys.stream().map(key -> "v1," + hmac(key, head, body)).toList());
    }

    private static String hmac(SecretKeySpec key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
