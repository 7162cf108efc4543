package io.armwatch.poll.queue;

import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Requests to ARM as the HTTP client sends them. */
public final class ArmHttpRequest {
    private static final ByteArrayEntity NOTHING = new ByteArrayEntity(new byte[0], null);

    private ArmHttpRequest() {}

    /**
     * A request with the headers that ARM is to have, and no others.
     *
     * @param requestId the {@code x-ms-client-request-id}, by which ARM's activity log has the call
     */
    public static HttpUriRequest of(URI endpoint, ArmRequest asked, String requestId) {
        HttpUriRequestBase request = new HttpUriRequestBase(asked.method().name(), endpoint);
        request.setPath(asked.path() + (asked.query().isEmpty() ? "" : "?" + asked.query()));
        request.addHeader(
                HttpHeaders.HOST, endpoint.getRawAuthority()); // HttpClient would take the host apart to find it
        request.addHeader("x-ms-client-request-id", requestId);
        if (asked.method() == Method.POST) {
            request.setEntity(NOTHING);
        }
        return request;
    }
}
