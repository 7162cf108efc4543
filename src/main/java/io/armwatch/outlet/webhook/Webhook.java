package io.armwatch.outlet.webhook;

import io.armwatch.config.Secrets;
import io.armwatch.outlet.EventsEndpoint;
import io.armwatch.outlet.Outlets;
import io.armwatch.outlet.delivery.DeliveryException;
import io.armwatch.outlet.delivery.Failure;
import io.armwatch.outlet.delivery.Fault;
import io.armwatch.outlet.delivery.OutletEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * The step of an outlet's route that posts an event: the bean of the route template {@code outlet-webhook}, which sets its properties.
 * It is a route policy too, so that its properties are checked when the route starts, and its connections are closed with the route.
 */
public final class Webhook extends RoutePolicySupport {
    private final Clock clock = Clock.systemUTC();
    private String url = "";
    private String secret = "";
    private String authorization = "";
    private String mode = "structured";
    private Duration timeout = Duration.ofSeconds(30);
    private Optional<Outlets> outlets = Optional.empty();
    private WebhookSecrets secrets = WebhookSecrets.parse("");
    private URI address = URI.create("");
    private Optional<WebhookClient> client = Optional.empty();

    /** Where events are posted: https, or http. */
    public void setUrl(String url) {
        this.url = url.strip();
    }

    /** See {@link WebhookSecrets#parse}. */
    public void setSecret(String secret) {
        this.secret = secret.strip();
    }

    /** The Authorization header; empty for none. */
    public void setAuthorization(String authorization) {
        this.authorization = authorization.strip();
    }

    /** CloudEvents' content mode: structured or binary. */
    public void setMode(String mode) {
        this.mode = mode.strip();
    }

    /** The time limit of one request. */
    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public void setOutlets(Outlets outlets) {
        this.outlets = Optional.of(outlets);
    }

    /**
     * Checks the properties.
     *
     * @throws IllegalArgumentException if one cannot be used; the message does not hold it
     */
    @Override
    public void onInit(Route route) {
        secrets = WebhookSecrets.parse(secret);
        address = address(url);
        if (!authorization.isEmpty()) {
            Secrets.add(authorization);
            require(
                    isEncrypted(address),
                    "authorization needs an url with https, so that it is not sent in clear text");
        }
        require(
                !timeout.isZero() && !timeout.isNegative(),
                "timeout must be a time such as 30s; a number alone counts milliseconds");
        require(mode.equals("structured") || mode.equals("binary"), "mode must be structured or binary");
        if (route.getEndpoint() instanceof EventsEndpoint events) {
            events.status().setTarget(host());
        }
    }

    @Override
    protected void doStart() {
        Outlets shared = outlets.orElseThrow(() -> new IllegalStateException("the bean outlets is not set"));
        client = Optional.of(new WebhookClient(shared.network(), timeout, "armwatch/" + shared.version()));
    }

    @Override
    protected void doStop() {
        client.ifPresent(WebhookClient::close);
        client = Optional.empty();
    }

    private static URI address(String url) {
        Optional<URI> parsed = Optional.empty();
        try {
            parsed = Optional.of(URI.create(url));
        } catch (IllegalArgumentException e) {
            // its message would hold the address, which may be a secret
        }
        URI address = parsed.filter(each -> each.getHost() != null && each.getScheme() != null)
                .orElse(URI.create("none:none"));
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        require(
                (scheme.equals("https") || scheme.equals("http")) && address.getUserInfo() == null,
                "url must be an address such as https://hooks.example.com/armwatch, without user and password: for those"
                        + " there is authorization");
        Optional.ofNullable(address.getRawQuery()).ifPresent(Secrets::add);
        return address;
    }

    private static boolean isEncrypted(URI address) {
        return "https".equalsIgnoreCase(address.getScheme())
                || address.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new IllegalArgumentException("the webhook of an outlet cannot be used: " + problem);
        }
    }

    /** The receiver in messages: path and query may be secret. */
    private String host() {
        return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    /**
     * Posts the event of an exchange.
     *
     * @throws DeliveryException unless the receiver has it
     */
    public void deliver(Exchange exchange) throws DeliveryException {
        OutletEvent event = exchange.getProperty(Outlets.EVENT, OutletEvent.class);
        WebhookClient open = client.orElseThrow(() -> new IllegalStateException("the route is stopped"));
        Optional<Failure> failure;
        try {
            failure = open.send(post(event), address).failure(host(), clock.instant());
        } catch (IOException e) {
            failure = Optional.of(new Failure(
                    Fault.TARGET,
                    "no answer from " + host() + " (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")"));
        }
        if (failure.isPresent()) {
            throw new DeliveryException(failure.get());
        }
    }

    private HttpPost post(OutletEvent event) {
        WebhookMessage message =
                mode.equals("binary") ? WebhookMessage.binary(event) : WebhookMessage.structured(event);
        HttpPost post = new HttpPost(address);
        message.headers().forEach(post::setHeader);
        Instant now = clock.instant();
        String id = event.event().getId();
        post.setHeader(WebhookSecrets.ID, id);
        post.setHeader(WebhookSecrets.TIMESTAMP, Long.toString(now.getEpochSecond()));
        if (!secrets.isEmpty()) {
            post.setHeader(WebhookSecrets.SIGNATURE, secrets.signature(id, now.getEpochSecond(), message.body()));
        }
        if (!authorization.isEmpty()) {
            post.setHeader("Authorization", authorization);
        }
        post.setEntity(new ByteArrayEntity(message.body(), null));
        return post;
    }
}
