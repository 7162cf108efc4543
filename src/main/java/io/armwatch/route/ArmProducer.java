package io.armwatch.route;

import io.armwatch.poll.ArmResponse;
import io.armwatch.poll.Poll;
import io.armwatch.poll.queue.ArmHttpRequest;
import io.armwatch.poll.queue.SharedPages;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpProducer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Method;

/**
 * Sends the poll of an exchange. No header of the exchange is sent, and the response becomes the body. After an unchanged response it
 * sends the next poll itself; only changes and failures continue along the route.
 */
final class ArmProducer extends HttpProducer {
    private final Poller poller;
    private final PollResponses responses;
    private final URI endpoint;
    private final HttpHost host;

    ArmProducer(HttpEndpoint http, Poller poller, PollResponses responses) {
        super(http);
        this.poller = poller;
        this.responses = responses;
        this.endpoint = http.getHttpUri();
        this.host = HttpHost.create(endpoint);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        do {
            Optional<SharedPages.Page> shared = PollExchange.poll(exchange).sharedPage();
            if (shared.isPresent()) {
                exchange.getMessage().setBody(ArmResponse.ofPage(shared.get().body()));
            } else {
                send(exchange);
            }
        } while (responses.confirmUnchanged(exchange) && poller.startNext(exchange));
    }

    private void send(Exchange exchange) throws Exception {
        long startedAt = System.nanoTime();
        try {
            super.process(exchange);
        } finally {
            PollExchange.queue(exchange).recordLatency(System.nanoTime() - startedAt);
        }
    }

    @Override
    protected HttpUriRequest createMethod(Exchange exchange) {
        return request(endpoint, PollExchange.poll(exchange));
    }

    static HttpUriRequest request(URI endpoint, Poll poll) {
        HttpUriRequest request = ArmHttpRequest.of(endpoint, poll.request(), poll.apiVersion(), poll.requestId());
        if (poll.request().method() != Method.POST) {
            poll.etag().ifPresent(etag -> request.addHeader("If-None-Match", etag));
        }
        return request;
    }

    @Override
    protected HttpHost createHost(HttpUriRequest request) {
        return host;
    }

    @Override
    protected void populateResponse(
            Exchange exchange,
            HttpUriRequest request,
            ClassicHttpResponse response,
            HeaderFilterStrategy none,
            int status)
            throws IOException {
        exchange.getMessage().setBody(ArmResponse.of(response));
    }
}
