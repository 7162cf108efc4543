package io.armwatch.outlet;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The source of one outlet's route. */
public final class EventsEndpoint extends DefaultEndpoint {
    private final Outlets outlets;
    private final OutletOptions options;
    private final OutletStatus outlet;

    EventsEndpoint(String uri, EventsComponent component, Outlets outlets, OutletOptions options) {
        super(uri, component);
        this.outlets = outlets;
        this.options = options;
        this.outlet = new OutletStatus(options.name(), options.topics(), outlets.clock());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        outlets.add(outlet);
        return new EventsConsumer(this, processor, outlets, options);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("events: can be a consumer (from) only, not a producer (to)");
    }

    /** What is known of the outlet. */
    public OutletStatus status() {
        return outlet;
    }
}
