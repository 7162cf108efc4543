package io.armwatch.route;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;

/** The loop of a worker: it makes one poll after the other, until there is none to be made. */
public final class Eyes {
    private final Memory memory;
    private final ScanCompletion completion;
    private final Scans scans;
    private final RetryAfterGate gate;
    private final Clock clock;

    Eyes(Memory memory, ScanCompletion completion, Scans scans, RetryAfterGate gate, Clock clock) {
        this.memory = memory;
        this.completion = completion;
        this.scans = scans;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Takes the next call that may be made; what is known is read now, immediately before ARM is asked.
     *
     * @return false when the worker should end
     */
    public boolean next(Exchange exchange) throws InterruptedException {
        Work work = PollExchange.work(exchange);
        Worker worker = worker(exchange);
        worker.leaves();
        for (var ask = work.take(); ask.isPresent(); ask = work.take()) {
            worker.turns();
            if (begins(ask.get(), worker, exchange)) {
                return true;
            }
            work.done(ask.get());
        }
        worker.ends();
        return false;
    }

    /**
     * Ends a call that has nothing to tell, and takes the next one in its place, where there is one that may be made now.
     *
     * @return false when the worker is to go on along the route, with nothing to tell
     */
    boolean goesOn(Exchange exchange) {
        Worker worker = worker(exchange);
        Poll poll = PollExchange.poll(exchange);
        completion.finish(poll, PollExchange.work(exchange));
        worker.closes(poll);
        for (var ask = worker.another(poll.ask()); ask.isPresent(); ask = worker.another(ask.get())) {
            if (begins(ask.get(), worker, exchange)) {
                return true;
            }
        }
        exchange.getMessage().setBody(List.of());
        return false;
    }

    /** Begins a call; false where it is not to be made now, or not here. */
    private boolean begins(QueuedRequest ask, Worker worker, Exchange exchange) {
        Optional<Duration> early = gate.remaining(ask.request().path());
        if (early.isPresent()) {
            PollExchange.work(exchange).putOff(ask, early.get().toNanos());
            return false;
        }
        Optional<KnownSnapshot> known = memory.recall(ask.request().target());
        if (known.isEmpty()) {
            completion.elsewhere(ask.request().walk());
            return false;
        }
        Poll poll = new Poll(ask, known.get(), memory.moment(), clock.instant(), requestId());
        poll.asksWith(memory.etagToAskWith(known.get()));
        PollExchange.poll(exchange, poll);
        worker.takes(poll);
        scans.pause(PollExchange.work(exchange)); // what must wait is planned now: this call may take long
        return true;
    }

    private Worker worker(Exchange exchange) {
        return Worker.of(exchange, scans);
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Counts a call that has come to its end, after what it came to was sent. The last one of a walk ends that. */
    public void finished(Exchange exchange) {
        completion.finish(PollExchange.poll(exchange), PollExchange.work(exchange));
    }
}
