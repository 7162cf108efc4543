package io.armwatch.simulator.wire;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one HTTP server per event loop, all on the same port. */
public final class Server implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(cores()));
    private volatile int port;

    /** Starts listening and waits until it does; port 0 means any free one. */
    public void listen(String host, int wanted, Handler<HttpServerRequest> handler) {
        HttpServerOptions http = new HttpServerOptions()
                .setHost(host)
                // Vert.x: a negative port is a free one that all servers share.
                .setPort(wanted == 0 ? -1 : wanted)
                .setHttp2ClearTextEnabled(false)
                // ARM has no WebSockets; without them each message passes fewer handlers.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpNoDelay(true)
                .setReuseAddress(true);
        await(
                vertx.deployVerticle(
                        () -> new EventLoopServer(http, handler), new DeploymentOptions().setInstances(cores())),
                "cannot listen on " + host + ":" + wanted);
    }

    public int port() {
        return port;
    }

    public void later(Duration delay, Runnable action) {
        vertx.setTimer(Math.max(1, delay.toMillis()), timer -> action.run());
    }

    public void every(Duration pause, Runnable action) {
        vertx.setPeriodic(pause.toMillis(), timer -> action.run());
    }

    @Override
    public void close() {
        await(vertx.close(), "cannot close the simulator");
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void await(Future<?> future, String failure) {
        try {
            future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(failure + ": " + cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure + ": interrupted", e);
        }
    }

    /** The HTTP server of one event loop. */
    private final class EventLoopServer extends AbstractVerticle {
        private final HttpServerOptions http;
        private final Handler<HttpServerRequest> handler;

        EventLoopServer(HttpServerOptions http, Handler<HttpServerRequest> handler) {
            this.http = http;
            this.handler = handler;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(http)
                    .requestHandler(handler)
                    .listen()
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
