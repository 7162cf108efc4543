package io.armwatch.route;

import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/** The {@code arm:} component: camel-http for polls. Its endpoints are camel-http addresses after {@code arm:}, see {@link ArmOptions}. */
public final class ArmComponent extends DefaultComponent {
    private final Poller poller;
    private final PollResponses responses;

    public ArmComponent(Poller poller, PollResponses responses) {
        this.poller = poller;
        this.responses = responses;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String address, Map<String, Object> parameters) throws Exception {
        ArmOptions.requireKnown(uri, parameters.keySet());
        Component http = getCamelContext().getComponent(address.substring(0, address.indexOf(':')));
        Endpoint endpoint = http.createEndpoint(address, parameters);
        parameters.clear(); // camel-http took a copy; Camel refuses parameters that are left over
        return new ArmEndpoint(uri, (HttpEndpoint) endpoint);
    }

    private final class ArmEndpoint extends DefaultEndpoint {
        private final HttpEndpoint http;

        ArmEndpoint(String uri, HttpEndpoint http) {
            super(uri, ArmComponent.this);
            this.http = http;
        }

        @Override
        public Producer createProducer() {
            return new ArmProducer(http, poller, responses);
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("arm: can be a producer (to) only, not a consumer (from)");
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            ServiceHelper.startService(http);
        }

        @Override
        protected void doStop() throws Exception {
            ServiceHelper.stopAndShutdownService(http);
            super.doStop();
        }
    }
}
