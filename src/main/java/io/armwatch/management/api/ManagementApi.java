package io.armwatch.management.api;

import static io.armwatch.management.api.ResourceRows.USUAL_LIMIT;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.change.Json;
import io.armwatch.management.HostGuard;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the reading half of the API under {@code /api/v1}, and the status page at {@code /}, to the management server. */
public final class ManagementApi {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementApi.class);
    private static final String BASE = "/api/v1";
    private static final String RESOURCES = BASE + "/resources/";
    private static final long WAIT_MILLIS = 5_000;
    /** The status must be shown while Kafka is away, so it waits for the topics no longer than this. */
    private static final long WAIT_FOR_STATUS_MILLIS = 1_500;

    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final ObjectMapper MAPPER = Json.mapper()
            .setDefaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS));

    private final ApiSources from;
    private final HostGuard guard;
    private final EventStream stream;
    private final AnswerThreads threads = new AnswerThreads();

    /** @param guard decides by the Host header whether a request is answered */
    public ManagementApi(ApiSources from, HostGuard guard) {
        this.from = from;
        this.guard = guard;
        this.stream = new EventStream(from.view().events());
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        PageFiles.FILES.forEach((path, file) ->
                router.get(path).handler(request -> guarded(request, () -> PageFiles.send(file, request.response()))));
        get(
                router,
                BASE + "/openapi.json",
                query -> OpenApi.document(from.process().version()));
        get(router, BASE + "/status", query -> StatusReport.of(from, from.view().await(WAIT_FOR_STATUS_MILLIS)));
        read(router, BASE + "/resources", query -> new ResourceRows(from).page(query));
        read(router, BASE + "/sources", query -> RowPage.of(new SourceRows(from).all(), query, 100, row -> row));
        read(
                router,
                BASE + "/subscriptions",
                query -> RowPage.of(new SubscriptionRows(from).all(), query, 100, row -> row));
        get(
                router,
                BASE + "/outlets",
                query -> RowPage.of(List.copyOf(from.outlets().all()), query, USUAL_LIMIT, OutletRow::of));
        read(router, BASE + "/incidents", this::incidents);
        read(router, BASE + "/expiries", this::expiries);
        router.getWithRegex("/api/v1/resources/.+")
                .handler(request -> guarded(
                        request,
                        () -> answer(request, () -> {
                            requireRead();
                            return ResourceDetails.of(idOf(request), from);
                        })));
        router.get(BASE + "/events").handler(request -> guarded(request, () -> events(request)));
    }

    private RowPage<IncidentRow> incidents(Query query) {
        return RowPage.of(
                from.view().known().resources().stream()
                        .flatMap(resource -> IncidentRow.of(resource).stream())
                        .sorted(IncidentRow.ORDER)
                        .toList(),
                query,
                USUAL_LIMIT,
                row -> row);
    }

    private RowPage<ExpiryRow> expiries(Query query) {
        var now = from.now();
        return RowPage.of(
                from.view().known().resources().stream()
                        .flatMap(resource -> ExpiryRow.of(resource, now).stream())
                        .sorted(Comparator.comparing(ExpiryRow::expiresAt))
                        .toList(),
                query,
                USUAL_LIMIT,
                row -> row);
    }

    private static String idOf(RoutingContext request) {
        String id = request.request().path().substring(RESOURCES.length());
        try {
            return "/" + URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, "the id in the path is not percent-encoded UTF-8");
        }
    }

    private static Query query(RoutingContext request) {
        try {
            return new Query(request.queryParams());
        } catch (HttpException e) {
            throw new ApiException(400, "the parameters of the query are not percent-encoded UTF-8");
        }
    }

    /** Events as a stream if the client asks for one, else as a list. */
    private void events(RoutingContext request) {
        String accept = String.valueOf(request.request().getHeader(HttpHeaders.ACCEPT));
        if (!accept.contains("text/event-stream")) {
            answer(request, () -> {
                requireRead();
                return EventList.of(from.view().events(), query(request));
            });
            return;
        }
        threads.run(request, () -> {
                    requireRead();
                    return query(request);
                })
                .onSuccess(query -> {
                    try {
                        stream.open(request, query);
                    } catch (ApiException e) {
                        fail(request.response(), e);
                    }
                })
                .onFailure(failure -> fail(request.response(), failure));
    }

    private void read(Router router, String path, Function<Query, Object> answer) {
        get(router, path, query -> {
            requireRead();
            return answer.apply(query);
        });
    }

    private void requireRead() {
        if (!from.view().await(WAIT_MILLIS)) {
            throw new ApiException(
                    503,
                    "armwatch has not read its topics yet, or Kafka cannot be reached; try again in a few seconds");
        }
    }

    private void get(Router router, String path, Function<Query, Object> answer) {
        router.get(path)
                .handler(request -> guarded(request, () -> answer(request, () -> answer.apply(query(request)))));
    }

    /** Adds what protects the page to the response, and refuses foreign names. */
    private void guarded(RoutingContext request, Runnable answer) {
        HttpServerResponse response = request.response();
        Map.of(
                        "Content-Security-Policy", CONTENT_POLICY,
                        "X-Content-Type-Options", "nosniff",
                        "X-Frame-Options", "DENY",
                        "Referrer-Policy", "no-referrer",
                        "Cross-Origin-Resource-Policy", "same-origin")
                .forEach(response::putHeader);
        if (!guard.allows(host(request.request()))) {
            fail(
                    response,
                    new ApiException(
                            403,
                            "the Host header names another machine; call armwatch by the address in armwatch.http.host"));
            return;
        }
        answer.run();
    }

    /** The host by which the client calls: the Host header of HTTP/1.1, or the authority of HTTP/2. */
    private static @Nullable String host(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null ? null : authority.host();
    }

    /** Computes an answer on a worker thread, as it may wait for Kafka, and sends it as JSON. */
    private void answer(RoutingContext request, Callable<Object> answer) {
        threads.run(request, () -> json(answer.call()))
                .onSuccess(json -> send(request.response(), 200, json))
                .onFailure(failure -> fail(request.response(), failure));
    }

    private static Buffer json(Object value) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fail(HttpServerResponse response, Throwable failure) {
        if (failure instanceof ApiException wrong) {
            send(response, wrong.status(), json(Map.of("problem", String.valueOf(wrong.getMessage()))));
        } else if (failure instanceof KafkaException) {
            send(response, 503, json(Map.of("problem", "Kafka does not answer; try again in a few seconds")));
        } else {
            LOG.error("A request to the API failed. This is a defect of armwatch: please report it", failure);
            send(response, 500, json(Map.of("problem", "armwatch failed to answer; its log says why")));
        }
    }

    private static void send(HttpServerResponse response, int status, Buffer json) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(json);
        }
    }
}
