package io.armwatch.outlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.outlet.delivery.Deliverer;
import io.armwatch.outlet.delivery.Delivery;
import io.armwatch.outlet.delivery.Failure;
import io.armwatch.outlet.delivery.OutletEvent;
import io.cloudevents.CloudEvent;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * Passes events to the route. The body is the event in CloudEvents' JSON format, as text; the headers are those of Camel's CloudEvents
 * support ({@code CamelCloudEventID}, …); {@link Outlets#EVENT} is the event for armwatch's own targets.
 */
final class EventsConsumer extends DefaultConsumer implements Deliverer.Target {
    private final OutletReader reader;
    private final DeadLetters deadLetters;

    EventsConsumer(EventsEndpoint endpoint, Processor route, Outlets outlets, OutletOptions options) {
        super(endpoint, route);
        this.deadLetters = new DeadLetters(outlets.kafka(), options.name(), outlets.clock());
        this.reader = new OutletReader(outlets, options, endpoint.status(), this, deadLetters);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        reader.start();
    }

    @Override
    protected void doStop() throws Exception {
        reader.stop();
        deadLetters.close();
        super.doStop();
    }

    @Override
    public Optional<Failure> send(OutletEvent event) {
        Exchange exchange = createExchange(false);
        try {
            fill(exchange, event);
            getProcessor().process(exchange);
            return Optional.<Throwable>ofNullable(exchange.getException()).map(Failure::of);
        } catch (Exception e) {
            return Optional.of(Failure.of(e));
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static void fill(Exchange exchange, OutletEvent outgoing) {
        CloudEvent event = outgoing.event();
        exchange.setProperty(Outlets.EVENT, outgoing);
        Message message = exchange.getIn();
        message.setBody(new String(outgoing.json(), UTF_8));
        message.setHeader("CamelCloudEventID", event.getId());
        message.setHeader("CamelCloudEventType", event.getType());
        message.setHeader("CamelCloudEventSource", event.getSource().toString());
        Optional.ofNullable(event.getSubject()).ifPresent(each -> message.setHeader("CamelCloudEventSubject", each));
        Optional.ofNullable(event.getTime())
                .ifPresent(each -> message.setHeader("CamelCloudEventTime", each.toString()));
    }

    @Override
    public void bury(Delivery delivery, Failure failure, int attempts) {
        deadLetters.add(delivery, failure, attempts);
    }
}
