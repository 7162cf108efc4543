package io.armwatch.simulator.operation;

import io.armwatch.simulator.estate.RequestPath;
import io.armwatch.simulator.estate.SimulatedId;
import io.armwatch.simulator.estate.Verb;
import io.armwatch.simulator.kind.Kind;
import io.armwatch.simulator.kind.Kinds;
import io.armwatch.simulator.wire.Answer;
import io.armwatch.simulator.wire.ArmErrorException;
import io.armwatch.simulator.wire.Call;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The registry of operations, by kind, verb and method, with a count of calls for each. */
public final class Operations {
    /** Implements an operation. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call, RequestPath path);
    }

    /** Implements an operation on one resource. */
    @FunctionalInterface
    interface OnResource {
        Answer answer(Call call, SimulatedId id);
    }

    record Operation(String name, Handler handler, LongAdder calls) {}

    public static final String TOKEN = "Token";

    private final Kinds kinds;

    public Operations(Kinds kinds) {
        this.kinds = kinds;
    }

    private record Place(Kind kind, String verb) {}

    private final Map<Place, Map<String, Operation>> places = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

    /** Adds an operation with its name in the reference, such as {@code BatchAccount_Get}. */
    void add(String name, Kind kind, String verb, String method, Handler handler) {
        places.computeIfAbsent(new Place(kind, verb), place -> new TreeMap<>())
                .put(method, new Operation(name, handler, counter(name)));
    }

    void addIfAbsent(String name, Kind kind, String verb, String method, Handler handler) {
        Map<String, Operation> here = places.get(new Place(kind, verb));
        if (here == null || !here.containsKey(method)) {
            add(name, kind, verb, method, handler);
        }
    }

    void addForResourceIfAbsent(String name, Kind kind, String method, OnResource handler) {
        addIfAbsent(name, kind, "one", method, onOne(handler));
    }

    void addActionIfAbsent(String name, Kind kind, String action, OnResource handler) {
        addIfAbsent(name, kind, action, "POST", onAction(handler));
    }

    void addForResource(String name, Kind kind, String method, OnResource handler) {
        add(name, kind, "one", method, onOne(handler));
    }

    void addAction(String name, Kind kind, String action, OnResource handler) {
        add(name, kind, action, "POST", onAction(handler));
    }

    private static Handler onOne(OnResource handler) {
        return (call, path) -> handler.answer(call, ((Verb.One) path.verb()).id());
    }

    private static Handler onAction(OnResource handler) {
        return (call, path) -> handler.answer(call, ((Verb.Action) path.verb()).id());
    }

    /**
     * The operation of a method on a path; fails with 404 if there is none on that path, with 405 if there are other
     * methods only.
     */
    Operation find(RequestPath path, String method) {
        Map<String, Operation> here =
                places.get(new Place(path.kind(), path.verb().name()));
        if (here == null) {
            throw RequestPath.unknownType(path.kind().namespace());
        }
        return Optional.ofNullable(here.get(method))
                .orElseThrow(() -> new ArmErrorException(
                        405,
                        "MethodNotAllowed",
                        "The requested resource does not support http method '" + method + "'.",
                        Map.of("Allow", String.join(", ", here.keySet()))));
    }

    /** The name of a request's operation; {@code Token} for a token request, empty if there is none. */
    public String nameOf(String method, String path) {
        if (path.equals("/msi/token")) {
            return TOKEN;
        }
        try {
            return find(RequestPath.parse(kinds, path), method).name();
        } catch (ArmErrorException none) {
            return "";
        }
    }

    /** The names of all operations, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of(TOKEN));
        places.values().forEach(place -> place.values().forEach(operation -> names.add(operation.name())));
        return names;
    }

    public LongAdder counter(String name) {
        return counters.computeIfAbsent(name, key -> new LongAdder());
    }

    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        counters.forEach((name, calls) -> counts.put(name, calls.sum()));
        return counts;
    }
}
