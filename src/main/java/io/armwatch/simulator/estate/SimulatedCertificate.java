package io.armwatch.simulator.estate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An X.509 certificate made by patching the serial number and validity of a template; its signature is invalid. The
 * same arguments give the same certificate.
 *
 * @param name its name in Batch: {@code sha1-} and the thumbprint
 * @param publicData its DER form in base64
 */
public record SimulatedCertificate(String name, String thumbprint, String publicData) {
    private static final byte[] TEMPLATE = template();
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int INTEGER = 0x02;
    private static final int CONTEXT_0 = 0xA0;
    /** The two-digit year of an ASN.1 UTCTime means 1950 to 2049. */
    private static final Instant LAST_UTC_TIME = Instant.parse("2049-12-31T23:59:59Z");

    /** A certificate with this serial number and validity; {@code notAfter} must be before 2050. */
    public static SimulatedCertificate of(int serial, Instant notBefore, Instant notAfter) {
        if (notAfter.isAfter(LAST_UTC_TIME) || notBefore.isAfter(notAfter)) {
            throw new IllegalArgumentException("validity must end after it begins and before 2050: " + notAfter);
        }
        byte[] der = TEMPLATE.clone();
        int tbs = content(der, content(der, 0));
        int number = (der[tbs] & 0xFF) == CONTEXT_0 ? next(der, tbs) : tbs;
        if (der[number] != INTEGER) {
            throw new IllegalStateException("the certificate template has no serial number where one is expected");
        }
        ByteBuffer.wrap(der).putInt(next(der, number) - Integer.BYTES, serial);
        int validity = next(der, next(der, next(der, number)));
        int from = content(der, validity);
        put(der, from, notBefore);
        put(der, next(der, from), notAfter);
        String thumbprint = sha1(der);
        return new SimulatedCertificate(
                "sha1-" + thumbprint, thumbprint, Base64.getEncoder().encodeToString(der));
    }

    /** The thumbprint of base64 data; empty if the text is not base64. */
    public static String thumbprintOf(String base64) {
        try {
            return sha1(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void put(byte[] der, int at, Instant time) {
        byte[] text = UTC_TIME.format(time).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, der, content(der, at), text.length);
    }

    /** The offset of an element's content. */
    private static int content(byte[] der, int at) {
        int length = der[at + 1] & 0xFF;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7F);
    }

    /** The offset of the next element. */
    private static int next(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        int content = content(der, at);
        int length = first;
        if (first >= 0x80) {
            length = 0;
            for (int i = at + 2; i < content; i++) {
                length = (length << 8) | (der[i] & 0xFF);
            }
        }
        return content + length;
    }

    private static String sha1(byte[] der) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] template() {
        try (InputStream in = SimulatedCertificate.class.getResourceAsStream("certificate-template.der")) {
            if (in == null) {
                throw new IllegalStateException("certificate-template.der is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
