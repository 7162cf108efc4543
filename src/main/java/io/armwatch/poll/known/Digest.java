package io.armwatch.poll.known;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest of a response, or of a part of one. */
public final class Digest {
    private static final int BYTES = 32;
    private static final ThreadLocal<Hasher> HASHER = ThreadLocal.withInitial(Hasher::new);

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    private Digest(ByteBuffer bytes) {
        this.first = bytes.getLong(0);
        this.second = bytes.getLong(8);
        this.third = bytes.getLong(16);
        this.fourth = bytes.getLong(24);
    }

    public static Digest of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    public static Digest of(byte[] bytes, int from, int length) {
        return HASHER.get().digest(bytes, from, length);
    }

    /** Computes digests for one thread and is reused, so a digest allocates nothing but its result. */
    private static final class Hasher {
        private final MessageDigest sha = sha256();
        private final byte[] result = new byte[BYTES];
        private final ByteBuffer view = ByteBuffer.wrap(result);

        Digest digest(byte[] bytes, int from, int length) {
            try {
                sha.update(bytes, from, length);
                sha.digest(result, 0, BYTES);
                return new Digest(view);
            } catch (DigestException e) {
                throw new IllegalStateException("SHA-256 has " + BYTES + " bytes", e);
            }
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /** The first half as 32 hex digits. */
    public String shortHex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest
                && digest.first == first
                && digest.second == second
                && digest.third == third
                && digest.fourth == fourth;
    }

    @Override
    public int hashCode() { // any four bytes of a digest are as good as all of them
        return (int) first;
    }
}
