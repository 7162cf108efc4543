package io.armwatch.change;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses known states for storage: JSON deflated with a preset dictionary, to a third of its length. The dictionary
 * must never change: stored states cannot be read without it.
 */
public final class StateCompression {
    private static final byte[] DICTIONARY = dictionary("known-state.dictionary");
    private static final int BUFFER = 4 * 1024;
    // Reused, because creating one costs more than using it.
    private static final ThreadLocal<Deflater> DEFLATER = ThreadLocal.withInitial(Deflater::new);
    private static final ThreadLocal<Inflater> INFLATER = ThreadLocal.withInitial(Inflater::new);

    private StateCompression() {}

    private static byte[] dictionary(String name) {
        try (InputStream in = requireNonNull(StateCompression.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] pack(byte[] json) {
        Deflater deflater = DEFLATER.get();
        deflater.reset();
        deflater.setDictionary(DICTIONARY);
        deflater.setInput(json);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        return packed.toByteArray();
    }

    /**
     * Reverses {@link #pack}. Uncompressed JSON, as used for known states without a state, is returned as it is;
     * anything else gives no bytes.
     */
    public static byte[] unpack(byte[] stored) {
        if (stored.length > 0 && stored[0] == '{') {
            return stored;
        }
        Inflater inflater = INFLATER.get();
        inflater.reset();
        try {
            inflater.setInput(stored);
            return inflated(inflater);
        } catch (DataFormatException | IllegalArgumentException neither) {
            return new byte[0];
        }
    }

    private static byte[] inflated(Inflater inflater) throws DataFormatException {
        ByteArrayOutputStream json = new ByteArrayOutputStream(BUFFER);
        byte[] buffer = new byte[BUFFER];
        while (!inflater.finished()) {
            int read = inflater.inflate(buffer);
            json.write(buffer, 0, read);
            if (inflater.needsDictionary()) {
                inflater.setDictionary(DICTIONARY);
            } else if (read == 0 && inflater.needsInput()) {
                throw new DataFormatException("cut off");
            }
        }
        return json.toByteArray();
    }
}
