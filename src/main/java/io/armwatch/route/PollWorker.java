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

/** A worker, for the time of one exchange. However the exchange ends, the worker gives its request and its slot back. */
final class PollWorker extends SynchronizationAdapter {
    private final RequestQueue queue;
    private final ScanScheduler scheduler;
    private @Nullable Poll poll;
    private long turnEnds;
    private boolean stopped;

    PollWorker(RequestQueue queue, ScanScheduler scheduler) {
        this.queue = queue;
        this.scheduler = scheduler;
    }

    /** The worker of an exchange; created if it has none. */
    static PollWorker of(Exchange exchange, ScanScheduler scheduler) {
        PollWorker worker = PollExchange.worker(exchange);
        if (worker == null) {
            worker = new PollWorker(PollExchange.queue(exchange), scheduler);
            PollExchange.worker(exchange, worker);
            exchange.getExchangeExtension().addOnCompletion(worker);
        }
        return worker;
    }

    /** Starts a turn, in which the worker may take one request after the other. */
    void startTurn() {
        turnEnds = queue.turnEnd();
    }

    /** Takes the next request of this turn, in place of the one that ended. */
    Optional<QueuedRequest> another(QueuedRequest stopped) {
        return queue.takeNext(stopped, turnEnds);
    }

    /** Notes the poll that the worker starts. */
    void take(Poll next) {
        poll = next;
    }

    /** Finishes the poll, if there is one, and gives its slot back. */
    void release() {
        Poll finished = poll;
        if (finished != null) {
            finish(finished);
            queue.finish(finished.queued());
        }
    }

    /** Finishes the poll but keeps its slot for the next one. A poll that is still open counts as failed. */
    void finish(Poll finished) {
        poll = null;
        finished.releaseClaim();
        Scan scan = finished.scan();
        if (finished.stage() == Stage.OPEN) {
            finished.moveTo(Stage.CLOSED);
            scan.countFailed();
            if (scan.finishRequest()) {
                scheduler.endScan(scan.run());
            }
        }
    }

    /** Ends the worker, as the queue has no request for it. */
    void stop() {
        stopped = true;
        scheduler.scheduleWorkers(queue);
    }

    @Override
    public void onDone(Exchange exchange) {
        close();
    }

    /** Gives back what the worker still has. */
    void close() {
        release();
        if (!stopped) {
            queue.removeWorker();
            stop();
        }
    }
}
