package io.armwatch.simulator.fault;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** An active fault; closing it ends it. */
public final class Fault implements AutoCloseable {
    private final String name;
    private final Predicate<HttpServerRequest> when;
    private final Handler<HttpServerRequest> then;
    private final List<Fault> active;
    private final AtomicInteger applied = new AtomicInteger();

    public Fault(String name, Predicate<HttpServerRequest> when, Handler<HttpServerRequest> then, List<Fault> active) {
        this.name = name;
        this.when = when;
        this.then = then;
        this.active = active;
    }

    /** Its name in the fault file. */
    public String name() {
        return name;
    }

    /** The number of calls that it was applied to. */
    public int appliedCount() {
        return applied.get();
    }

    public Predicate<HttpServerRequest> when() {
        return when;
    }

    public void apply(HttpServerRequest request) {
        applied.incrementAndGet();
        then.handle(request);
    }

    @Override
    public void close() {
        active.remove(this);
    }
}
