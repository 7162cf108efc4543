package io.armwatch.route;

import io.armwatch.route.Poll.Stage;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** A worker's exchange: whatever ends it, what it holds of the work is given back. */
final class Worker extends SynchronizationAdapter {
    private final Work work;
    private final Scans scans;
    private @Nullable Poll poll;
    private long turnEnds;
    private boolean ended;

    Worker(Work work, Scans scans) {
        this.work = work;
        this.scans = scans;
    }

    /** The worker whose exchange it is. */
    static Worker of(Exchange exchange, Scans scans) {
        Worker worker = PollExchange.worker(exchange);
        if (worker == null) {
            worker = new Worker(PollExchange.work(exchange), scans);
            PollExchange.worker(exchange, worker);
            exchange.getExchangeExtension().addOnCompletion(worker);
        }
        return worker;
    }

    /** Its turn begins: until that ends, it may take one call after the other. */
    void turns() {
        turnEnds = work.turnEnds();
    }

    /** The next call to be made now in this turn, in place of the one that was closed last. */
    Optional<QueuedRequest> another(QueuedRequest ended) {
        return work.another(ended, turnEnds);
    }

    /** It begins a call that it took. */
    void takes(Poll taken) {
        poll = taken;
    }

    /** It has done with its call, if it has one. */
    void leaves() {
        Poll left = poll;
        if (left != null) {
            closes(left);
            work.done(left.ask());
        }
    }

    /** A call is done with, and another one is to be made in its place. What came to no end ends here, as a failure. */
    void closes(Poll left) {
        poll = null;
        Walk walk = left.walk();
        if (left.stage() == Stage.OPEN) {
            left.comesTo(Stage.CLOSED);
            walk.failed();
            if (walk.closed()) {
                scans.ended(walk.scan());
            }
        }
    }

    /** It has been told that there is nothing to take. */
    void ends() {
        ended = true;
        scans.pause(work);
    }

    @Override
    public void onDone(Exchange exchange) {
        close();
    }

    /** Gives back what it holds, unless that has been done. */
    void close() {
        leaves();
        if (!ended) {
            work.left();
            ends();
        }
    }
}
