package io.armwatch.management;

import io.armwatch.event.Schemas;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/** Serves the contract with consumers, {@link Schemas}, on the management port: {@code /schemas/} is the index. */
public final class SchemaPages {
    private static final String FOLDER = "/schemas/";

    private SchemaPages() {}

    /** Adds the pages to the management server's router. */
    public static void addTo(Router router) {
        Schemas.documents().forEach((file, document) -> {
            add(router, FOLDER + file, document);
            if (file.equals(Schemas.INDEX)) {
                add(router, FOLDER, document);
            }
        });
    }

    private static void add(Router router, String path, byte[] document) {
        Buffer body = Buffer.buffer(document);
        router.route(HttpMethod.GET, path)
                .handler(request -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(body));
    }
}
