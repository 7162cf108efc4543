package io.armwatch.simulator;

import io.armwatch.simulator.estate.DefaultEstate;
import io.armwatch.simulator.estate.Estate;
import io.armwatch.simulator.estate.Kind;
import io.armwatch.simulator.estate.LargeEstate;
import io.armwatch.simulator.estate.SeedReader;
import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.estate.SimulatedSecrets;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Stamps;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.FaultFile;
import io.armwatch.simulator.fault.FaultStage;
import io.armwatch.simulator.operation.Arm;
import io.armwatch.simulator.operation.ArmCalls;
import io.armwatch.simulator.operation.CallLog;
import io.armwatch.simulator.operation.Operations;
import io.armwatch.simulator.operation.Tokens;
import io.armwatch.simulator.wire.HttpWire;
import io.armwatch.simulator.wire.Server;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A running stand-in for Azure Resource Manager and for the managed-identity endpoint. */
public final class Simulator implements AutoCloseable {
    private final Server server = new Server();
    private final SimulatorState state;
    private final Operations operations = new Operations();
    private final RequestDispatcher dispatcher;
    private final Arm arm;
    private final CallLog log;
    private final FaultStage stage;

    private Simulator(SimulatorOptions options) {
        Random random = new Random(options.randomSeed());
        SimulatedSecrets secrets = new SimulatedSecrets(random, options.clock());
        state = new SimulatorState(new Estate(), secrets, new Stamps(options.clock()), options, server::later);
        Tokens tokens = new Tokens(options, secrets);
        arm = new Arm(state, operations, tokens);
        log = new CallLog(options.clock());
        stage = new FaultStage(state, tokens, operations);
        dispatcher = new RequestDispatcher(arm, tokens, operations, new HttpWire(options.clock(), options.gzip()), log);
    }

    /**
     * Starts one and waits until it listens.
     *
     * @throws IllegalArgumentException where the seed or the file of faults is wrong; its message names the place
     * @throws IllegalStateException where it cannot listen
     */
    public static Simulator start(SimulatorOptions options) {
        Simulator simulator = new Simulator(options);
        try {
            simulator.fill();
            options.faults().ifPresent(file -> simulator.force(FaultFile.read(file, simulator.stage)));
            simulator.server.listen(options.host(), options.port(), simulator.dispatcher::take);
            options.playEvery().ifPresent(simulator::play);
            return simulator;
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
    }

    private void fill() {
        SimulatorOptions options = state.options();
        if (options.seed().isPresent()) {
            SeedReader.fill(state, options.seed().get());
        } else if (options.resources() > 0) {
            LargeEstate.fill(state, options.resources());
        } else {
            DefaultEstate.fill(state);
        }
    }

    private void play(Duration every) {
        ChangePlayer player =
                new ChangePlayer(state, arm, new Random(state.options().randomSeed()));
        server.every(every, player::turn);
    }

    public int port() {
        return server.port();
    }

    /** Its address without a slash at the end, such as {@code http://127.0.0.1:41231}. */
    public URI uri() {
        String host = state.options().host();
        return URI.create("http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + server.port());
    }

    /** The ids of all that is there now and can be watched, in their given casing, sorted. */
    public List<String> pollableIds() {
        return Arrays.stream(Kind.values())
                .filter(Kind::pollable)
                .flatMap(kind -> state.estate().all(kind))
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
        return state.secrets().issued();
    }

    /** The JSON that GET of this id answers now; throws where there is no such resource. */
    public String body(String id) {
        return state.estate().get(SimulatedId.parse(id)).json().toString();
    }

    /** Tells of every request as it arrives, on an event loop: do not block. Closing it ends it. */
    public Subscription onRequest(Consumer<HttpServerRequest> listener) {
        dispatcher.listeners.add(listener);
        return () -> dispatcher.listeners.remove(listener);
    }

    /** Lets a handler answer the requests that match, instead of the simulator; the first fault that matches wins. */
    public Fault fault(Predicate<HttpServerRequest> when, Handler<HttpServerRequest> then) {
        Fault fault = new Fault("", when, then, dispatcher.faults);
        dispatcher.faults.add(fault);
        return fault;
    }

    /**
     * Plays faults written as {@code docs/simulator.md} describes; those that were there before are asked first.
     *
     * @throws IllegalArgumentException where something is wrong; its message names all of it, each with its line
     */
    public List<Fault> faults(String yaml) {
        return force(FaultFile.parse("faults", yaml, stage));
    }

    /** The faults in force, in the order in which they are asked. */
    public List<Fault> faults() {
        return List.copyOf(dispatcher.faults);
    }

    private List<Fault> force(List<FaultFile.Rule> rules) {
        List<Fault> faults = rules.stream()
                .map(rule -> new Fault(
                        rule.name(),
                        rule::strikes,
                        request -> dispatcher.perform(request, rule.effect()),
                        dispatcher.faults))
                .toList();
        dispatcher.faults.addAll(faults);
        return faults;
    }

    /** The calls of ARM so far; of more than 100,000 the latest. */
    public ArmCalls calls() {
        return log.calls();
    }

    /** Begins {@link #calls} anew. */
    public void forgetCalls() {
        log.clear();
    }

    /** Something in force until it is closed. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        server.close();
    }
}
