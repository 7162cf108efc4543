package io.armwatch.simulator;

import io.armwatch.simulator.estate.AzureSubscriptions;
import io.armwatch.simulator.estate.DefaultEstate;
import io.armwatch.simulator.estate.Estate;
import io.armwatch.simulator.estate.LargeEstate;
import io.armwatch.simulator.estate.RequestPath;
import io.armwatch.simulator.estate.SeedReader;
import io.armwatch.simulator.estate.SimulatedSecrets;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.estate.Stamps;
import io.armwatch.simulator.fault.Fault;
import io.armwatch.simulator.fault.FaultFile;
import io.armwatch.simulator.fault.FaultStage;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.kind.Kinds;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A running simulator of Azure Resource Manager and of the managed identity endpoint. */
public final class Simulator implements AutoCloseable {
    private final Server server = new Server();
    private final SimulatorState state;
    private final Operations operations;
    private final RequestDispatcher dispatcher;
    private final Arm arm;
    private final CallLog log;
    private final FaultStage stage;

    private Simulator(SimulatorOptions options) {
        Kinds kinds = Kinds.of(options.sources());
        operations = new Operations(kinds);
        Random random = new Random(options.randomSeed());
        SimulatedSecrets secrets = new SimulatedSecrets(random, options.clock());
        state = new SimulatorState(kinds, new Estate(), secrets, new Stamps(options.clock()), options, server::later);
        Tokens tokens = new Tokens(options, secrets);
        arm = new Arm(state, operations, tokens);
        log = new CallLog(options.clock());
        stage = new FaultStage(state, tokens, operations);
        dispatcher = new RequestDispatcher(arm, tokens, operations, new HttpWire(options.clock(), options.gzip()), log);
    }

    /**
     * Starts a simulator and waits until it listens.
     *
     * @throws IllegalArgumentException if the seed or the fault file is invalid; the message names the place
     * @throws IllegalStateException if it cannot listen
     */
    public static Simulator start(SimulatorOptions options) {
        Simulator simulator = new Simulator(options);
        try {
            simulator.fill();
            options.faults().ifPresent(file -> simulator.addFaults(FaultFile.read(file, simulator.stage)));
            simulator.server.listen(options.host(), options.port(), simulator.dispatcher::dispatch);
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
        AzureSubscriptions.add(state);
    }

    private void play(Duration every) {
        ChangePlayer player =
                new ChangePlayer(state, arm, new Random(state.options().randomSeed()));
        server.every(every, player::turn);
    }

    public int port() {
        return server.port();
    }

    /** Its base URL without a trailing slash, such as {@code http://127.0.0.1:41231}. */
    public URI uri() {
        String host = state.options().host();
        return URI.create("http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + server.port());
    }

    /** The ids of all present resources that armwatch can watch, in their own casing, sorted. */
    public List<String> pollableIds() {
        return state.kinds()
                .pollable()
                .flatMap(kind -> state.estate().all(kind))
                .map(entity -> entity.id().text())
                .sorted()
                .toList();
    }

    /** From now on, accepts only these api-versions for a type, such as {@code Microsoft.Batch/batchAccounts}. */
    public void acceptOnly(String type, String... versions) {
        Kind kind = state.kinds()
                .find(type)
                .orElseThrow(() -> new IllegalArgumentException("the simulator serves no resources of type " + type));
        arm.versions().restrict(kind, List.of(versions));
    }

    /** The api-version with which a path can be called, the source's own one of several. */
    public String apiVersion(String path) {
        return RequestPath.parse(state.kinds(), path).kind().apiVersion();
    }

    /** Sets the Azure subscriptions below a management group, which itself holds another group as well. */
    public void putManagementGroup(String group, Collection<String> subscriptions) {
        state.estate().putManagementGroup(group, subscriptions);
    }

    /** Takes an Azure subscription out of the lists of the tenant, or puts it back; its resources can still be read. */
    public void hideSubscription(String subscription, boolean hidden) {
        state.estate().hide(subscription, hidden);
    }

    /** The number of calls by operation name in the reference, {@code Token} and {@code Fault} included. */
    public Map<String, Long> counts() {
        return operations.counts();
    }

    /** Every key and token that it ever held, issued or received, so that tests can search for leaks. */
    public Set<String> secrets() {
        return state.secrets().issued();
    }

    /** The JSON that a GET of this id returns now; throws if there is no such resource. */
    public String body(String id) {
        return state.estate().get(state.parse(id)).json().toString();
    }

    /**
     * Calls the listener for every request as it arrives, on an event loop, so it must not block. Ends when it is
     * closed.
     */
    public Subscription onRequest(Consumer<HttpServerRequest> listener) {
        dispatcher.listeners.add(listener);
        return () -> dispatcher.listeners.remove(listener);
    }

    /**
     * Lets a handler answer matching requests instead of the simulator. If several faults match, the first one wins.
     */
    public Fault fault(Predicate<HttpServerRequest> when, Handler<HttpServerRequest> then) {
        Fault fault = new Fault("", when, then, dispatcher.faults);
        dispatcher.faults.add(fault);
        return fault;
    }

    /**
     * Adds faults in the format of {@code docs/simulator.md}. Faults added earlier take precedence.
     *
     * @throws IllegalArgumentException with all problems, each with its line
     */
    public List<Fault> faults(String yaml) {
        return addFaults(FaultFile.parse("faults", yaml, stage));
    }

    /** The active faults, in order of precedence. */
    public List<Fault> faults() {
        return List.copyOf(dispatcher.faults);
    }

    private List<Fault> addFaults(List<FaultFile.Rule> rules) {
        List<Fault> faults = rules.stream()
                .map(rule -> new Fault(
                        rule.name(),
                        rule::countAndTest,
                        request -> dispatcher.perform(request, rule.effect()),
                        dispatcher.faults))
                .toList();
        dispatcher.faults.addAll(faults);
        return faults;
    }

    /** The calls to ARM so far, at most the latest 100,000. */
    public ArmCalls calls() {
        return log.calls();
    }

    /** Clears {@link #calls}. */
    public void forgetCalls() {
        log.clear();
    }

    /** Active until it is closed. */
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
