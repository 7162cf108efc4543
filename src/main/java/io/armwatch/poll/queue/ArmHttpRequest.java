package io.armwatch.poll.queue;

import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Builds requests to ARM for the HTTP client. */
public final class ArmHttpRequest {
    private static final ByteArrayEntity NO_BODY = new ByteArrayEntity(new byte[0], null);

    private ArmHttpRequest() {}

    /**
     * Builds a request with only the headers that ARM needs.
     *
     * @param apiVersion the version that its source uses now
     * @param requestId the {@code x-ms-client-request-id}, which ARM's activity log shows
     */
    public static HttpUriRequest of(URI endpoint, ArmRequest armRequest, String apiVersion, String requestId) {
        HttpUriRequestBase request =
                of(endpoint, armRequest.method(), armRequest.path(), armRequest.query(apiVersion), requestId);
        if (armRequest.method() == Method.POST) {
            request.setEntity(NO_BODY);
        }
        return request;
    }

    /** The same, for a GET that is no poll. */
    public static HttpUriRequest get(URI endpoint, String path, String query, String requestId) {
        return of(endpoint, Method.GET, path, query, requestId);
    }

    private static HttpUriRequestBase of(URI endpoint, Method method, String path, String query, String requestId) {
        HttpUriRequestBase request = new HttpUriRequestBase(method.name(), endpoint);
        request.setPath(path + (query.isEmpty() ? "" : "?" + query));
        request.addHeader(HttpHeaders.HOST, endpoint.getRawAuthority()); // HttpClient would parse the host for it
        request.addHeader("x-ms-client-request-id", requestId);
        return request;
    }
}
