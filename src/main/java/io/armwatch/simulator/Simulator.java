package io.armwatch.simulator;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A running stand-in for Azure Resource Manager and for the managed-identity endpoint. */
public final class Simulator implements AutoCloseable {
    private final Vertx vertx;
    private final World world;
    private final Operations operations = new Operations();
    private final FrontDesk desk;
    private final Arm arm;
    private volatile int port;

    private Simulator(SimulatorOptions options) {
        Random random = new Random(options.randomSeed());
        Secrets secrets = new Secrets(random, options.clock());
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(cores()));
        world = new World(new Estate(), secrets, new Stamps(options.clock()), options, this::later);
        Tokens tokens = new Tokens(options, secrets);
        arm = new Arm(world, operations, tokens);
        desk = new FrontDesk(arm, tokens, operations, new Wire(options.clock()));
    }

    /**
     * Starts one and waits until it listens.
     *
     * @throws IllegalArgumentException where the seed is wrong; its message names the place
     * @throws IllegalStateException where it cannot listen
     */
    public static Simulator start(SimulatorOptions options) {
        Simulator simulator = new Simulator(options);
        try {
            simulator.fill();
            simulator.listen();
            options.playEvery().ifPresent(simulator::play);
            return simulator;
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
    }

    private void fill() {
        SimulatorOptions options = world.options();
        if (options.seed().isPresent()) {
            Seed.fill(world, options.seed().get());
        } else if (options.resources() > 0) {
            LargeEstate.fill(world, options.resources());
        } else {
            DefaultEstate.fill(world);
        }
    }

    /** One server for each event loop, all on the same port; a negative port is one that they share. */
    private void listen() {
        HttpServerOptions http = new HttpServerOptions()
                .setHost(world.options().host())
                .setPort(world.options().port() == 0 ? -1 : world.options().port())
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true)
                .setReuseAddress(true);
        await(
                vertx.deployVerticle(() -> new Door(http), new DeploymentOptions().setInstances(cores())),
                "cannot listen on " + world.options().host() + ":"
                        + world.options().port());
    }

    private void play(Duration every) {
        Player player = new Player(world, arm, new Random(world.options().randomSeed()));
        vertx.setPeriodic(every.toMillis(), timer -> player.turn());
    }

    public int port() {
        return port;
    }

    /** Its address without a slash at the end, such as {@code http://127.0.0.1:41231}. */
    public URI uri() {
        String host = world.options().host();
        return URI.create("http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port);
    }

    /** The ids of all that is there now and can be watched, in their given casing, sorted. */
    public List<String> pollableIds() {
        return Arrays.stream(Kind.values())
                .filter(Kind::pollable)
                .flatMap(kind -> world.estate().all(kind))
                .map(entity -> entity.id().text())
                .sorted()
                .toList();
    }

    /** How often each operation was called, by its name in the reference; also {@code Token} and {@code Fault}. */
    public Map<String, Long> counts() {
        return operations.counts();
    }

    /** Every key and token it ever held or gave out, also those it was told: for scans for leaks. */
    public Set<String> secrets() {
        return world.secrets().issued();
    }

    /** The JSON that GET of this id answers now; throws where there is no such resource. */
    public String body(String id) {
        return world.estate().get(ArmId.parse(id)).json().toString();
    }

    /** Tells of every request as it arrives, on an event loop: do not block. Closing it ends it. */
    public Subscription onRequest(Consumer<HttpServerRequest> listener) {
        desk.listeners.add(listener);
        return () -> desk.listeners.remove(listener);
    }

    /** Lets a handler answer the requests that match, instead of the simulator; the first fault that matches wins. */
    public Fault fault(Predicate<HttpServerRequest> when, Handler<HttpServerRequest> then) {
        Fault fault = new Fault(when, then, desk.faults);
        desk.faults.add(fault);
        return fault;
    }

    /** Something in force until it is closed. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        await(vertx.close(), "cannot close the simulator");
    }

    private void later(Duration delay, Runnable action) {
        vertx.setTimer(Math.max(1, delay.toMillis()), timer -> action.run());
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

        Door(HttpServerOptions http) {
            this.http = http;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(http)
                    .requestHandler(desk::take)
                    .listen()
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
