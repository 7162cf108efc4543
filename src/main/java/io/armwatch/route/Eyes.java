package io.armwatch.route;

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
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks ARM one thing after the other, until nothing is to be asked. */
public final class Eyes {
    static final String WORK = "work";
    static final String POLL = "poll";
    static final String WORKER = "worker";
    private static final Logger LOG = LoggerFactory.getLogger(Eyes.class);

    private final Memory memory;
    private final Looks looks;
    private final Pages pages;
    private final Scans scans;
    private final Rests rests;
    private final Credentials credentials;
    private final Clock clock;

    Eyes(Memory memory, Looks looks, Pages pages, Scans scans, Rests rests, Credentials credentials, Clock clock) {
        this.memory = memory;
        this.looks = looks;
        this.pages = pages;
        this.scans = scans;
        this.rests = rests;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Takes the next call that may be made; what is known is read now, immediately before ARM is asked.
     *
     * @return false when the worker should end
     */
    public boolean next(Exchange exchange) throws InterruptedException {
        Work work = work(exchange);
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
        Poll poll = poll(exchange);
        ends(poll, work(exchange));
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
    private boolean begins(Work.Ask ask, Worker worker, Exchange exchange) {
        Optional<Duration> early = rests.early(ask.request().path());
        if (early.isPresent()) {
            work(exchange).putOff(ask, early.get().toNanos());
            return false;
        }
        Optional<Known> known = memory.recall(ask.request().target());
        if (known.isEmpty()) {
            elsewhere(ask);
            return false;
        }
        Poll poll = new Poll(ask, known.get(), memory.moment(), clock.instant(), requestId());
        poll.asksWith(memory.etagToAskWith(known.get()));
        exchange.setProperty(POLL, poll);
        worker.takes(poll);
        scans.pause(work(exchange)); // what must wait is planned now: this call may take long
        return true;
    }

    private Worker worker(Exchange exchange) {
        return Worker.of(exchange, WORKER, work(exchange), scans);
    }

    static Poll poll(Exchange exchange) {
        return exchange.getProperty(POLL, Poll.class);
    }

    static Work work(Exchange exchange) {
        return exchange.getProperty(WORK, Work.class);
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Another process holds what is known of it, and asks. */
    private void elsewhere(Work.Ask ask) {
        Walk walk = ask.request().walk();
        scans.cutShort(walk.scan());
        walk.lacks();
        if (walk.closed()) {
            scans.ended(walk.scan());
        }
    }

    /** Counts a call that has come to its end, after what it came to was sent. The last one of a walk ends that. */
    public void finished(Exchange exchange) {
        ends(poll(exchange), work(exchange));
    }

    private void ends(Poll poll, Work work) {
        Walk walk = poll.walk();
        if (poll.stage() != Stage.OPEN || work.isClosed()) {
            return;
        }
        poll.comesTo(Stage.CLOSED);
        if (!walk.closed()) {
            return;
        }
        walk.opened(); // until what follows has been added
        conclude(walk, work);
        if (!walk.closed()) {
            scans.pause(work);
            return;
        }
        confirm(walk);
        scans.ends(
                walk.scan(),
                Stream.of(looks.replaced(walk).stream(), looks.scanned(walk).stream(), credentials.after(walk).stream())
                        .flatMap(Function.identity())
                        .toList());
    }

    /** A scan ends in any case. */
    private void confirm(Walk walk) {
        try {
            scans.confirm(walk);
        } catch (RuntimeException e) {
            LOG.error(
                    "The rows of azure.known-states cannot be held against {}",
                    walk.part().scope(),
                    e);
        }
    }

    private void conclude(Walk walk, Work work) {
        try {
            if (!pages.fallsBack(walk, work) && walk.concludes()) {
                pages.conclude(walk, work);
            }
        } catch (RuntimeException e) {
            LOG.error("What {} lacks cannot be told", walk.part().scope(), e);
            walk.lacks();
        }
    }

    /** What is to be sent, as the message. */
    @SuppressWarnings("unchecked")
    static List<Observation> told(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    /** Whether there is something to send. */
    public boolean hasNews(Exchange exchange) {
        return !told(exchange).isEmpty();
    }

    /** Observations as the records that camel-kafka sends, each keyed by its resource. */
    public List<Message> records(Exchange exchange) {
        return told(exchange).stream()
                .map(observation -> record(exchange, observation))
                .toList();
    }

    private static Message record(Exchange exchange, Observation observation) {
        Message message = new DefaultMessage(exchange);
        message.setHeader(KafkaConstants.KEY, observation.target().key());
        message.setBody(Json.write(observation));
        return message;
    }
}
