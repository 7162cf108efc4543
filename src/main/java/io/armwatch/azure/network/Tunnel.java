package io.armwatch.azure.network;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.StatusLine;

/** Wraps a call through a proxy: if the proxy refuses the tunnel, its response must not be taken for the server's. */
final class Tunnel implements ExecChainHandler {
    private static final String OPEN = "armwatch.tunnel";

    private final HttpProxy proxy;

    Tunnel(HttpProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(OPEN, false);
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (!scope.route.isTunnelled() || Boolean.TRUE.equals(scope.clientContext.getAttribute(OPEN))) {
            return response;
        }
        try (response) {
            throw ConnectionFailures.refused(proxy, new StatusLine(response));
        }
    }

    /** Runs once there is a connection to the server itself. */
    static ClassicHttpResponse opened(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(OPEN, true);
        return chain.proceed(request, scope);
    }
}
