package io.armwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.it.ArmwatchProcess;
import io.armwatch.it.ReceivedEvent;
import io.armwatch.kafka.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** One of the processes that share the work. */
final class GroupMember implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ProcessEndpoint door;
    private final int port = EmbeddedBroker.freePort();
    private final ArmwatchProcess child;

    /**
     * Starts one.
     *
     * @param how starts it with its own settings
     */
    GroupMember(
            ProcessEndpoint door,
            ArmwatchProcess.Options armwatch,
            Function<ArmwatchProcess.Options, ArmwatchProcess> how) {
        this.door = door;
        this.child = how.apply(armwatch.with("armwatch.http.port", Integer.toString(port))
                .with("armwatch.azure.endpoint", "http://" + door.host()));
    }

    ArmwatchProcess child() {
        return child;
    }

    /** The {@code Host} of its calls. */
    String host() {
        return door.host();
    }

    /** Its readiness: an HTTP status, 0 where nobody answers. */
    int ready() {
        return page("ready").map(HttpResponse::statusCode).orElse(0);
    }

    /** Whether it lives, by its own word. */
    boolean live() {
        return page("live").map(HttpResponse::statusCode).orElse(0) == 200;
    }

    /** The Azure subscriptions that it says it holds; none where it is not ready. */
    Set<String> holds() {
        return page("ready")
                .filter(page -> page.statusCode() == 200)
                .map(page -> held(page.body()))
                .orElse(Set.of());
    }

    private static Set<String> held(String page) {
        JsonNode checks = ReceivedEvent.json(page.getBytes(UTF_8)).path("checks");
        String held = StreamSupport.stream(checks.spliterator(), false)
                .map(check -> check.path("data").path("subscriptions").asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return held.isEmpty() ? Set.of() : Set.of(held.split(" ", -1));
    }

    private Optional<HttpResponse<String>> page(String kind) {
        URI page = URI.create("http://127.0.0.1:" + port + "/observe/health/" + kind + "?data=true");
        try {
            return Optional.of(HTTP.send(
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString()));
        } catch (IOException away) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        child.close();
        door.close();
    }
}
