package io.armwatch.simulator.fault;

import io.armwatch.simulator.estate.RequestPath;
import io.armwatch.simulator.operation.Operations;
import io.armwatch.simulator.wire.SkipToken;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The calls that a fault applies to: the {@code calls} of a fault file. Absent conditions always hold. */
record FaultCalls(
        Optional<String> method,
        Optional<Predicate<String>> path,
        Optional<Predicate<String>> operation,
        Optional<Integer> page,
        Optional<String> kind) {

    private static final List<String> KEYS = List.of("method", "path", "operation", "page", "kind");
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    static FaultCalls read(YamlFields fault, Operations operations) {
        return fault.map("calls", KEYS)
                .map(calls -> new FaultCalls(
                        calls.choice("method", METHODS),
                        calls.read(
                                "path", Glob::partOrWhole, "a part of a path or a pattern such as /subscriptions/**"),
                        calls.read("operation", text -> operation(text, operations), operationsOf(operations)),
                        calls.number("page", 1, Integer.MAX_VALUE),
                        calls.choice("kind", List.of("reads", "writes"))))
                .orElseGet(() -> new FaultCalls(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Predicate<String> operation(String pattern, Operations operations) {
        Predicate<String> wanted = Glob.whole(pattern);
        if (operations.names().stream().noneMatch(wanted)) {
            throw new IllegalArgumentException("no such operation");
        }
        return wanted;
    }

    private static String operationsOf(Operations operations) {
        return "an operation, or a pattern of one such as *_List*; there are " + String.join(", ", operations.names());
    }

    /**
     * Whether a request meets all conditions. Requests that are not for ARM must be named by a path or an operation.
     */
    boolean matches(HttpServerRequest request, Operations operations) {
        String verb = request.method().name();
        boolean read = verb.equals("GET") || verb.equals("HEAD");
        return method.filter(wanted -> !wanted.equals(verb)).isEmpty()
                && kind.filter(wanted -> wanted.equals("reads") != read).isEmpty()
                && path.filter(wanted -> !wanted.test(request.path())).isEmpty()
                && (path.isPresent() || operation.isPresent() || isArm(request))
                && operation
                        .filter(wanted -> !wanted.test(operations.nameOf(verb, request.path())))
                        .isEmpty()
                && page.filter(wanted -> wanted != pageOf(request)).isEmpty();
    }

    private static boolean isArm(HttpServerRequest request) {
        return !RequestPath.subscriptionOf(request.path()).isEmpty();
    }

    private static int pageOf(HttpServerRequest request) {
        String token = request.getParam(SkipToken.PARAMETER);
        try {
            return token == null ? 1 : SkipToken.parse(token).page();
        } catch (IllegalArgumentException unreadable) {
            return 0;
        }
    }
}
