package io.armwatch.route;

import io.armwatch.azure.Budget.Kind;
import io.armwatch.change.Json;
import io.armwatch.change.Observation;
import io.armwatch.route.Memory.Known;
import io.armwatch.route.Poll.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks ARM one thing after the other, until nothing is to be asked. */
public final class Eyes {
    static final String WORK = "work";
    static final String POLL = "poll";
    private static final String WORKER = "worker";
    private static final Logger LOG = LoggerFactory.getLogger(Eyes.class);

    private final Memory memory;
    private final Looks looks;
    private final Pages pages;
    private final Scans scans;
    private final Rests rests;
    private final Clock clock;

    Eyes(Memory memory, Looks looks, Pages pages, Scans scans, Rests rests, Clock clock) {
        this.memory = memory;
        this.looks = looks;
        this.pages = pages;
        this.scans = scans;
        this.rests = rests;
        this.clock = clock;
    }

    /**
     * Takes the next call that may be made; what is known is read now, immediately before ARM is asked.
     *
     * @return false when the worker should end
     */
    public boolean next(Exchange exchange) throws InterruptedException {
        Work work = exchange.getProperty(WORK, Work.class);
        Worker worker = Worker.of(exchange, WORKER, work, scans);
        worker.leaves();
        for (var ask = work.take(); ask.isPresent(); ask = work.take()) {
            Optional<Duration> early = rests.early(ask.get().request().path());
            if (early.isPresent()) {
                work.putOff(ask.get(), early.get().toNanos());
                work.done();
                continue;
            }
            Optional<Known> known = memory.recall(ask.get().request().target());
            if (known.isPresent()) {
                Poll poll = new Poll(ask.get(), known.get(), memory.moment(), clock.instant(), requestId());
                exchange.setProperty(POLL, poll);
                worker.takes(poll);
                return true;
            }
            elsewhere(ask.get(), work);
        }
        worker.ends();
        return false;
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Another process holds what is known of it, and asks. */
    private void elsewhere(Work.Ask ask, Work work) {
        Walk walk = ask.request().walk();
        scans.cutShort(walk.scan());
        walk.lacks();
        if (walk.closed()) {
            scans.ended(walk.scan());
        }
        work.done();
    }

    /** Makes the request the message, and nothing else. */
    public void ask(Exchange exchange) {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        Message message = exchange.getMessage();
        message.setBody(null);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, poll.request().method());
        message.setHeader(Exchange.HTTP_PATH, poll.request().path());
        message.setHeader(Exchange.HTTP_QUERY, poll.request().query());
        message.setHeader("x-ms-client-request-id", poll.requestId());
        if (poll.request().kind() == Kind.READS) {
            poll.known().etag().ifPresent(etag -> message.setHeader("If-None-Match", etag));
        }
    }

    /**
     * Counts a call that has come to its end, after what it came to was sent. The last one of a walk ends that.
     *
     * @return the observations to send at a walk's end
     */
    public List<Observation> finished(Exchange exchange) {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        Work work = exchange.getProperty(WORK, Work.class);
        Walk walk = poll.walk();
        if (poll.stage() != Stage.OPEN || work.isClosed()) {
            return List.of();
        }
        poll.comesTo(Stage.CLOSED);
        if (!walk.closed()) {
            return List.of();
        }
        if (walk.concludes()) {
            walk.opened();
            conclude(walk, work);
            if (!walk.closed()) {
                scans.pause(work);
                return List.of();
            }
        }
        poll.comesTo(Stage.LAST);
        return looks.scanned(walk).stream().toList();
    }

    private void conclude(Walk walk, Work work) {
        try {
            pages.conclude(walk, work);
        } catch (RuntimeException e) {
            LOG.error("What {} lacks cannot be told", walk.part().scope(), e);
            walk.lacks();
        }
    }

    /** An observation as the bytes of its record. */
    public byte[] written(Observation observation) {
        return Json.write(observation);
    }
}
