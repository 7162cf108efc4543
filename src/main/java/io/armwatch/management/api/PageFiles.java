package io.armwatch.management.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The files of the status page. They need no build step, and load nothing from elsewhere. */
final class PageFiles {
    private static final String HTML = "text/html; charset=utf-8";

    /** By path: the file's name and its media type. */
    static final Map<String, File> FILES = Map.ofEntries(
            file("/", "index.html", HTML),
            file("/page.css", "page.css", "text/css; charset=utf-8"),
            script("page.js"),
            script("api.js"),
            script("dom.js"),
            script("overview.js"),
            script("resources.js"),
            script("events.js"),
            script("signals.js"),
            file("/icon.svg", "icon.svg", "image/svg+xml"));

    /** A file in the jar. */
    record File(String name, String mediaType) {
        Buffer read() {
            try (InputStream in = requireNonNull(PageFiles.class.getResourceAsStream("/page/" + name), name)) {
                return Buffer.buffer(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private PageFiles() {}

    private static Map.Entry<String, File> script(String name) {
        return file("/" + name, name, "text/javascript; charset=utf-8");
    }

    private static Map.Entry<String, File> file(String path, String name, String mediaType) {
        return Map.entry(path, new File(name, mediaType));
    }

    static void send(File file, HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(file.read());
    }
}
