package io.armwatch.simulator;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Predicate;

/** A fault in force; closing it ends it. */
public final class Fault implements AutoCloseable {
    private final Predicate<HttpServerRequest> when;
    private final Handler<HttpServerRequest> then;
    private final List<Fault> inForce;

    Fault(Predicate<HttpServerRequest> when, Handler<HttpServerRequest> then, List<Fault> inForce) {
        this.when = when;
        this.then = then;
        this.inForce = inForce;
    }

    Predicate<HttpServerRequest> when() {
        return when;
    }

    Handler<HttpServerRequest> then() {
        return then;
    }

    @Override
    public void close() {
        inForce.remove(this);
    }
}
