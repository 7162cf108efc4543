package io.armwatch.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.azure.ArmId;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns key values into fingerprints. A fingerprint is the first 16 hex digits of SHA-256, or of HMAC-SHA-256 if {@code
 * armwatch.fingerprint.key} is set, over {@code <lower-cased ARM id>|<key name>|<key value>} in UTF-8. A
 * consumer can compute it from the key that it holds and compare.
 */
public final class Fingerprints {
    private static final int HEX_DIGITS = 16;
    private static final int SCHEME_DIGITS = 8;

    private final Optional<SecretKeySpec> key;
    private final String scheme;

    private Fingerprints(Optional<SecretKeySpec> key) {
        this.key = key;
        this.scheme =
                key.isEmpty() ? "sha256" : "hmac-" + hex(digest("armwatch")).substring(0, SCHEME_DIGITS);
    }

    /** Fingerprints without a key. Anyone can test a guessed key value against them. */
    public static Fingerprints sha256() {
        return new Fingerprints(Optional.empty());
    }

    /** Fingerprints that only holders of the key can compute. */
    public static Fingerprints hmacSha256(String key) {
        return new Fingerprints(Optional.of(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256")));
    }

    /** Identifies the algorithm and key. Fingerprints of different schemes cannot be compared. */
    public String scheme() {
        return scheme;
    }

    public Fingerprint of(ArmId id, String which, String value) {
        return new Fingerprint(hex(digest(id.key() + "|" + which + "|" + value)).substring(0, HEX_DIGITS));
    }

    private byte[] digest(String text) {
        try {
            byte[] bytes = text.getBytes(UTF_8);
            if (key.isEmpty()) {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key.get());
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256 and HmacSHA256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, HEX_DIGITS / 2));
    }

    /** Shows the scheme, never the key. */
    @Override
    public String toString() {
        return "Fingerprints[" + scheme + "]";
    }
}
