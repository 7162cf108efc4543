package io.armwatch.simulator.fault;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault in force; closing it ends it. */
public final class Fault implements AutoCloseable {
    private final String name;
    private final Predicate<HttpServerRequest> when;
    private final Handler<HttpServerRequest> then;
    private final List<Fault> inForce;
    private final AtomicInteger strikes = new AtomicInteger();

    public Fault(String name, Predicate<HttpServerRequest> when, Handler<HttpServerRequest> then, List<Fault> inForce) {
        this.name = name;
        this.when = when;
        this.then = then;
        this.inForce = inForce;
    }

    /** As its file names it. */
    public String name() {
        return name;
    }

    /** How many calls it struck. */
    public int strikes() {
        return strikes.get();
    }

    public Predicate<HttpServerRequest> when() {
        return when;
    }

    public void strike(HttpServerRequest request) {
        strikes.incrementAndGet();
        then.handle(request);
    }

    @Override
    public void close() {
        inForce.remove(this);
    }
}
