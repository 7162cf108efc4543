package io.armwatch.outlet;

import io.armwatch.outlet.OutletOptions.Given;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The {@code events:} component: {@code events:NAME} is the source of a route that delivers events elsewhere, an outlet. The route gets
 * an event at a time for each resource; if it fails, it gets the event again, until it succeeds or the event goes to the dead letters.
 *
 * <p>Why not camel-kafka as the consumer: it waits for the route on the thread that polls Kafka. A route that retries for longer than
 * {@code max.poll.interval.ms} is expelled from its group, and until then holds up everybody who joins it. {@code breakOnFirstError}
 * seeks back and polls again at once, without backoff, and delivers all other records of the partition twice. Parallel delivery with
 * the order of each resource kept, and the commit of the lowest offset that is finished, are not available. So a consumer of armwatch's
 * own polls Kafka, and whatever Camel can do is the target.
 */
public final class EventsComponent extends DefaultComponent {
    private final Outlets outlets;

    public EventsComponent(Outlets outlets) {
        this.outlets = outlets;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        Given given = new Given(
                text(parameters, "topics", "key-rotations,certificate-failures,subscription-states"),
                text(parameters, "types", "*"),
                text(parameters, "begin", "earliest"),
                getAndRemoveParameter(parameters, "concurrency", Integer.class, 8),
                time(parameters, "backoff", Duration.ofSeconds(1)),
                time(parameters, "maxBackoff", Duration.ofMinutes(1)),
                time(parameters, "maxAge", Duration.ZERO));
        return new EventsEndpoint(
                uri,
                this,
                outlets,
                OutletOptions.of(name, given, outlets.kafka().topicsPrefix()));
    }

    private String text(Map<String, Object> parameters, String name, String otherwise) {
        return getAndRemoveParameter(parameters, name, String.class, otherwise);
    }

    /** Camel's notation: {@code 500}, {@code 10s}, {@code 3d}. */
    private Duration time(Map<String, Object> parameters, String name, Duration otherwise) {
        return getAndRemoveParameter(parameters, name, Duration.class, otherwise);
    }
}
