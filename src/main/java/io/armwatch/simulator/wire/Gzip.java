package io.armwatch.simulator.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Compresses responses. */
public final class Gzip {
    private Gzip() {}

    /** Compresses a response if it has a body and the caller accepts gzip. */
    public static Answer compressIfAccepted(HttpServerRequest request, Answer answer) {
        String accepted = request.getHeader("Accept-Encoding");
        boolean wanted = accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
        if (!wanted || answer.body().length() == 0 || answer.headers().containsKey("Content-Encoding")) {
            return answer;
        }
        return new Answer(answer.status(), compressed(answer.body()), answer.etag(), answer.headers())
                .with(Map.of("Content-Encoding", "gzip"));
    }

    private static Buffer compressed(Buffer body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
