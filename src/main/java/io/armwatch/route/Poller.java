package io.armwatch.route;

import io.armwatch.poll.Poll;
import io.armwatch.poll.ScanCompletion;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.queue.RequestQueue;
import io.armwatch.poll.queue.SharedPages;
import io.armwatch.poll.retry.ApiVersions;
import io.armwatch.poll.retry.RetryAfterGate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop of a worker: makes one poll after the other until the queue has none that may be sent now. */
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    /** After this time, a request for a page that another source has requested looks for its answer again. */
    private static final long WAIT_FOR_PAGE = TimeUnit.MILLISECONDS.toNanos(50);

    private final KnownStateCache cache;
    private final ScanCompletion completion;
    private final ScanScheduler scheduler;
    private final RetryAfterGate gate;
    private final ApiVersions versions;
    private final SharedPages shared;
    private final Clock clock;

    Poller(
            KnownStateCache cache,
            ScanCompletion completion,
            ScanScheduler scheduler,
            RetryAfterGate gate,
            ApiVersions versions,
            SharedPages shared,
            Clock clock) {
        this.cache = cache;
        this.completion = completion;
        this.scheduler = scheduler;
        this.gate = gate;
        this.versions = versions;
        this.shared = shared;
        this.clock = clock;
    }

    /**
     * Takes the next request, and reads the known state of its target immediately before it is sent.
     *
     * @return false if the worker should end
     */
    public boolean next(Exchange exchange) throws InterruptedException {
        RequestQueue queue = PollExchange.queue(exchange);
        PollWorker worker = worker(exchange);
        worker.release();
        for (var queued = queue.take(); queued.isPresent(); queued = queue.take()) {
            worker.startTurn();
            if (begin(queued.get(), worker, exchange)) {
                return true;
            }
            queue.finish(queued.get());
        }
        worker.stop();
        return false;
    }

    /**
     * Finishes a poll that found no change, and takes the next request with the same slot.
     *
     * @return false if there is none; then the exchange continues along the route with no observations
     */
    boolean startNext(Exchange exchange) {
        PollWorker worker = worker(exchange);
        Poll poll = PollExchange.poll(exchange);
        completion.finish(poll, PollExchange.queue(exchange));
        worker.finish(poll);
        for (var queued = worker.another(poll.queued()); queued.isPresent(); queued = worker.another(queued.get())) {
            if (begin(queued.get(), worker, exchange)) {
                return true;
            }
        }
        exchange.getMessage().setBody(List.of());
        return false;
    }

    /** Begins a request; false if it is not to be made now, or not here. A request that cannot begin keeps no slot. */
    private boolean begin(QueuedRequest queued, PollWorker worker, Exchange exchange) {
        Poll poll;
        try {
            poll = prepare(queued, PollExchange.queue(exchange));
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "The poll of {} cannot begin; the next scan tries again",
                    queued.request().target().id(),
                    e);
            completion.abandon(queued.request().scan());
            return false;
        }
        if (poll == null) {
            return false;
        }
        PollExchange.poll(exchange, poll);
        worker.take(poll);
        scheduler.scheduleWorkers(PollExchange.queue(exchange)); // plans what must wait now: this request may take long
        return true;
    }

    private @Nullable Poll prepare(QueuedRequest queued, RequestQueue queue) {
        if (queue.isHalted()) {
            queue.refund(queued);
            completion.abandon(queued.request().scan());
            return null;
        }
        Optional<Duration> wait = gate.remaining(queued.request().path());
        if (wait.isPresent()) {
            queue.putOff(queued, wait.get().toNanos());
            return null;
        }
        Optional<KnownSnapshot> known = cache.recall(queued.request().target());
        if (known.isEmpty()) {
            completion.dropElsewhere(queued.request().scan());
            return null;
        }
        String version = versions.current(queued.request().source());
        SharedPages.Turn turn = shared.turn(queued.request(), queued.request().query(version));
        if (turn.waits()) {
            queue.refund(queued);
            queue.putOff(queued, WAIT_FOR_PAGE);
            return null;
        }
        Optional<SharedPages.Page> page = turn.page()
                .filter(answer -> !cache.hasChangedSince(queued.request().target(), answer.moment()));
        if (page.isPresent()) {
            queue.refund(queued);
            return Poll.of(queued, known.get(), page.get(), version);
        }
        return send(queued, known.get(), version, turn);
    }

    private Poll send(QueuedRequest queued, KnownSnapshot known, String version, SharedPages.Turn turn) {
        Poll poll = new Poll(queued, known, cache.moment(), clock.instant(), new Poll.Call(requestId(), version));
        poll.useClaim(turn.claim());
        poll.useEtag(cache.etagToSend(known));
        return poll;
    }

    private PollWorker worker(Exchange exchange) {
        return PollWorker.of(exchange, scheduler);
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Finishes a poll after its observations were sent. The last poll of a scan ends the scan. */
    public void finished(Exchange exchange) {
        completion.finish(PollExchange.poll(exchange), PollExchange.queue(exchange));
    }
}
