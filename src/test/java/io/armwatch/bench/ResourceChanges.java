package io.armwatch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Changes resources one after the other, all kinds mixed, each so that it causes one event; and again from the beginning. */
final class ResourceChanges {
    /** What it calls, by the names of the reference. */
    static final Set<String> OPERATIONS =
            Set.of("BatchAccount_Update", "Certificate_Create", "Subscription_Update", "Accounts_RegenerateKeys");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CloseableHttpClient http = HttpClients.createDefault();
    private final Simulator simulator;
    private final List<String> ids;
    private long made;

    ResourceChanges(Simulator simulator, List<String> ids) {
        this.simulator = simulator;
        this.ids = order(ids);
    }

    /** The order in which resources are changed. */
    static List<String> order(List<String> ids) {
        List<String> mixed = new ArrayList<>(ids);
        Collections.shuffle(mixed, new Random(1));
        return mixed;
    }

    /** Makes as many, and returns how many there were so far. */
    synchronized long make(long count) {
        for (long i = 0; i < count; i++) {
            change(ids.get((int) (made % ids.size())), made / ids.size());
            made++;
        }
        return made;
    }

    synchronized long made() {
        return made;
    }

    private void change(String id, long turn) {
        try {
            http.execute(request(id, turn), response -> {
                EntityUtils.consume(response.getEntity());
                if (response.getCode() >= 300) {
                    throw new IOException(id + " cannot be changed: " + response.getCode());
                }
                return id;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClassicHttpRequest request(String id, long turn) {
        return switch (PollRequests.of(id)) {
            case BATCH_ACCOUNT -> call("PATCH", id, "", properties("dedicatedCoreQuota", Long.toString(21 + turn)));
            case APIM_SUBSCRIPTION ->
                call("PATCH", id, "", properties("state", turn % 2 == 0 ? "\"suspended\"" : "\"active\""));
            case MAPS_KEYS -> call("POST", id, "/regenerateKey", "{\"keyType\":\"primary\"}");
            case CERTIFICATE -> call("PUT", id, "", certificate(id, turn % 2 == 0 ? "Cer" : "Pfx"));
        };
    }

    /** The same certificate in another format. */
    private String certificate(String id, String format) {
        try {
            JsonNode now = MAPPER.readTree(simulator.body(id)).path("properties");
            return "{\"properties\":{\"format\":\"%s\",\"data\":\"%s\"}}"
                    .formatted(format, now.path("publicData").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String properties(String name, String value) {
        return "{\"properties\":{\"" + name + "\":" + value + "}}";
    }

    private ClassicHttpRequest call(String method, String id, String action, String body) {
        return ClassicRequestBuilder.create(method)
                .setUri(simulator.uri() + id + action + "?api-version="
                        + PollRequests.of(id).apiVersion())
                .setEntity(body, ContentType.APPLICATION_JSON)
                .build();
    }
}
