package io.armwatch.chaos;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** One process's own address of the simulator: the port in the {@code Host} header identifies the process. */
final class ProcessEndpoint implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Vertx VERTX = Vertx.vertx();

    private final NetClient inside = VERTX.createNetClient();
    private final NetServer server = VERTX.createNetServer();

    private ProcessEndpoint(int to) {
        server.connectHandler(outside -> {
            outside.pause();
            inside.connect(to, LOOPBACK).onSuccess(up -> join(outside, up)).onFailure(away -> outside.close());
        });
    }

    /** Opens one to a port. */
    static ProcessEndpoint to(int port) {
        ProcessEndpoint door = new ProcessEndpoint(port);
        door.server
                .listen(0, LOOPBACK)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return door;
    }

    private static void join(NetSocket one, NetSocket other) {
        one.pipeTo(other);
        other.pipeTo(one);
    }

    /** Its address as calls name it. */
    String host() {
        return LOOPBACK + ":" + server.actualPort();
    }

    @Override
    public void close() {
        server.close();
        inside.close();
    }
}
