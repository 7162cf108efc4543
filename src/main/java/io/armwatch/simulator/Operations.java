package io.armwatch.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Every operation the simulator knows, filed by what it addresses, with a count of its calls. */
final class Operations {
    /** Answers one operation. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call, Target target);
    }

    /** Answers an operation on one resource. */
    @FunctionalInterface
    interface OnResource {
        Answer answer(Call call, ArmId id);
    }

    record Operation(String name, Handler handler, LongAdder calls) {}

    static final String TOKEN = "Token";

    private record Place(Kind kind, String verb) {}

    private final Map<Place, Map<String, Operation>> places = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

    /** Files an operation under its name in the reference, such as {@code BatchAccount_Get}. */
    void add(String name, Kind kind, String verb, String method, Handler handler) {
        places.computeIfAbsent(new Place(kind, verb), place -> new TreeMap<>())
                .put(method, new Operation(name, handler, counter(name)));
    }

    void one(String name, Kind kind, String method, OnResource handler) {
        add(name, kind, "one", method, (call, target) -> handler.answer(call, ((Verb.One) target.verb()).id()));
    }

    void action(String name, Kind kind, String action, OnResource handler) {
        add(name, kind, action, "POST", (call, target) -> handler.answer(call, ((Verb.Action) target.verb()).id()));
    }

    /** The operation of a method on a target: 404 where nothing is known there, 405 where only other methods are. */
    Operation of(Target target, String method) {
        Map<String, Operation> here =
                places.get(new Place(target.kind(), target.verb().name()));
        if (here == null) {
            throw Target.unknownType(target.kind().namespace());
        }
        return Optional.ofNullable(here.get(method))
                .orElseThrow(() -> new Refusal(
                        405,
                        "MethodNotAllowed",
                        "The requested resource does not support http method '" + method + "'.",
                        Map.of("Allow", String.join(", ", here.keySet()))));
    }

    /** The name of the operation a request is for, {@code Token} for a token's, empty where there is none. */
    String nameOf(String method, String path) {
        if (path.equals("/msi/token")) {
            return TOKEN;
        }
        try {
            return of(Target.parse(path), method).name();
        } catch (Refusal none) {
            return "";
        }
    }

    /** Every name, sorted. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of(TOKEN));
        places.values().forEach(place -> place.values().forEach(operation -> names.add(operation.name())));
        return names;
    }

    LongAdder counter(String name) {
        return counters.computeIfAbsent(name, key -> new LongAdder());
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        counters.forEach((name, calls) -> counts.put(name, calls.sum()));
        return counts;
    }
}
