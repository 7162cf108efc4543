package io.armwatch.route;

import java.io.IOException;
import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpProducer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Makes the call that an exchange's poll is, without a header of the exchange: the answer becomes the body as it is. Where it shows
 * what is known and there is more to ask, the next poll is made at once: only news goes on along the route.
 */
final class ArmProducer extends HttpProducer {
    private static final ByteArrayEntity NOTHING = new ByteArrayEntity(new byte[0], null);

    private final Eyes eyes;
    private final Answers answers;
    private final URI endpoint;
    private final HttpHost host;

    ArmProducer(HttpEndpoint http, Eyes eyes, Answers answers) {
        super(http);
        this.eyes = eyes;
        this.answers = answers;
        this.endpoint = http.getHttpUri();
        this.host = HttpHost.create(endpoint);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        do {
            long begun = System.nanoTime();
            try {
                super.process(exchange);
            } finally {
                Eyes.work(exchange).took(System.nanoTime() - begun);
            }
        } while (answers.showsWhatIsKnown(exchange) && eyes.goesOn(exchange));
    }

    @Override
    protected HttpUriRequest createMethod(Exchange exchange) {
        return request(endpoint, Eyes.poll(exchange));
    }

    static HttpUriRequest request(URI endpoint, Poll poll) {
        HttpUriRequest request = request(endpoint, poll.request(), poll.requestId());
        if (!poll.request().method().isEntityEnclosing()) {
            poll.etag().ifPresent(etag -> request.addHeader("If-None-Match", etag));
        }
        return request;
    }

    /** A call by itself, whatever is known. */
    static HttpUriRequestBase request(URI endpoint, ArmRequest asked, String requestId) {
        HttpUriRequestBase request = new HttpUriRequestBase(asked.method().name(), endpoint);
        request.setPath(asked.path() + (asked.query().isEmpty() ? "" : "?" + asked.query()));
        request.addHeader(
                HttpHeaders.HOST, endpoint.getRawAuthority()); // HttpClient would take the host apart to tell it
        request.addHeader("x-ms-client-request-id", requestId);
        if (asked.method().isEntityEnclosing()) {
            request.setEntity(NOTHING);
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
        exchange.getMessage().setBody(Answer.of(response));
    }
}
