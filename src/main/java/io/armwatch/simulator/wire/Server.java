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

/** The event loops, and one HTTP server for each of them, all on the same port. */
public final class Server implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(cores()));
    private volatile int port;

    /** Waits until it listens; port 0 is any free one. */
    public void listen(String host, int wanted, Handler<HttpServerRequest> desk) {
        HttpServerOptions http = new HttpServerOptions()
                .setHost(host)
                // A negative port is a free one that all servers share.
                .setPort(wanted == 0 ? -1 : wanted)
                .setHttp2ClearTextEnabled(false)
                // Nobody speaks WebSocket to ARM: every message is spared a handler.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpNoDelay(true)
                .setReuseAddress(true);
        await(
                vertx.deployVerticle(() -> new Door(http, desk), new DeploymentOptions().setInstances(cores())),
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

    private static void await(Future<?> future, String otherwise) {
        try {
            future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(otherwise + ": " + cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(otherwise + ": interrupted", e);
        }
    }

    /** One event loop's server. */
    private final class Door extends AbstractVerticle {
        private final HttpServerOptions http;
        private final Handler<HttpServerRequest> desk;

        Door(HttpServerOptions http, Handler<HttpServerRequest> desk) {
            this.http = http;
            this.desk = desk;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(http)
                    .requestHandler(desk)
                    .listen()
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
