package io.armwatch.management;

import io.armwatch.event.Schemas;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.Map;

/** Serves the contract with consumers, {@link Schemas}, on the management port: {@code /schemas/} is the index. */
public final class SchemaPages {
    private static final String FOLDER = "/schemas/";

    private SchemaPages() {}

    /** Adds the pages to the management server's router. */
    public static void addTo(Router router) {
        Map<String, byte[]> documents = Schemas.documents();
        router.route(HttpMethod.GET, "/schemas")
                .handler(request -> request.response()
                        .setStatusCode(301)
                        .putHeader(HttpHeaders.LOCATION, FOLDER)
                        .end());
        documents.forEach((file, bytes) -> add(router, FOLDER + file, bytes));
        byte[] index = documents.get(Schemas.INDEX);
        if (index != null) {
            add(router, FOLDER, index);
        }
    }

    private static void add(Router router, String path, byte[] document) {
        Buffer body = Buffer.buffer(document);
        router.route(HttpMethod.GET, path)
                .handler(request -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(body));
    }
}
