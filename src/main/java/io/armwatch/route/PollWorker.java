package io.armwatch.route;

import io.armwatch.poll.Poll;
import io.armwatch.poll.Poll.Stage;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.scan.Scan;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** A worker's exchange: whatever ends it, what it holds of the work is given back. */
final class PollWorker extends SynchronizationAdapter {
    private final RequestQueue queue;
    private final ScanScheduler scheduler;
    private @Nullable Poll poll;
    private long turnEnds;
    private boolean ended;

    PollWorker(RequestQueue queue, ScanScheduler scheduler) {
        this.queue = queue;
        this.scheduler = scheduler;
    }

    /** The worker whose exchange it is. */
    static PollWorker of(Exchange exchange, ScanScheduler scheduler) {
        PollWorker worker = PollExchange.worker(exchange);
        if (worker == null) {
            worker = new PollWorker(PollExchange.work(exchange), scheduler);
            PollExchange.worker(exchange, worker);
            exchange.getExchangeExtension().addOnCompletion(worker);
        }
        return worker;
    }

    /** Its turn begins: until that ends, it may take one call after the other. */
    void startTurn() {
        turnEnds = queue.turnEnds();
    }

    /** The next call to be made now in this turn, in place of the one that was closed last. */
    Optional<QueuedRequest> another(QueuedRequest ended) {
        return queue.another(ended, turnEnds);
    }

    /** It begins a call that it took. */
    void take(Poll taken) {
        poll = taken;
    }

    /** It has done with its call, if it has one. */
    void release() {
        Poll left = poll;
        if (left != null) {
            finish(left);
            queue.done(left.queued());
        }
    }

    /** A call is done with, and another one is to be made in its place. What came to no end ends here, as a failure. */
    void finish(Poll left) {
        poll = null;
        Scan scan = left.scan();
        if (left.stage() == Stage.OPEN) {
            left.moveTo(Stage.CLOSED);
            scan.failed();
            if (scan.finishRequest()) {
                scheduler.ended(scan.run());
            }
        }
    }

    /** It has been told that there is nothing to take. */
    void stop() {
        ended = true;
        scheduler.pause(queue);
    }

    @Override
    public void onDone(Exchange exchange) {
        close();
    }

    /** Gives back what it holds, unless that has been done. */
    void close() {
        release();
        if (!ended) {
            queue.left();
            stop();
        }
    }
}
