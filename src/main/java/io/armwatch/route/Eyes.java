package io.armwatch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmExec.AbandonedException;
import io.armwatch.azure.Budget;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.change.Json;
import io.armwatch.change.Observation;
import io.armwatch.change.Reason;
import io.armwatch.route.Memory.Known;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks ARM one thing after the other, and tells what differs from what is known. */
public final class Eyes {
    static final String WORK = "work";
    static final String POLL = "poll";
    private static final Logger LOG = LoggerFactory.getLogger(Eyes.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Memory memory;
    private final Looks looks;
    private final Pages pages;
    private final Scans scans;
    private final SecretsGate secrets;
    private final Retries retries;
    private final Budget budget;
    private final Fingerprints fingerprints;
    private final Clock clock;

    Eyes(
            Memory memory,
            Looks looks,
            Pages pages,
            Scans scans,
            SecretsGate secrets,
            Retries retries,
            Budget budget,
            Fingerprints fingerprints,
            Clock clock) {
        this.memory = memory;
        this.looks = looks;
        this.pages = pages;
        this.scans = scans;
        this.secrets = secrets;
        this.retries = retries;
        this.budget = budget;
        this.fingerprints = fingerprints;
        this.clock = clock;
    }

    /**
     * Takes the next call that may be made; what is known is read now, immediately before ARM is asked.
     *
     * @return false when the worker should end
     */
    public boolean next(Exchange exchange) throws InterruptedException {
        Work work = exchange.getProperty(WORK, Work.class);
        if (exchange.removeProperty(POLL) != null) {
            work.done();
        }
        for (var ask = work.take(); ask.isPresent(); ask = work.take()) {
            Optional<Known> known = memory.recall(ask.get().request().target());
            if (known.isPresent()) {
                exchange.setProperty(
                        POLL,
                        new Poll(
                                ask.get(),
                                known.get(),
                                memory.moment(),
                                clock.instant(),
                                new AtomicBoolean(),
                                new AtomicReference<>(Optional.empty())));
                return true;
            }
            elsewhere(ask.get(), work);
        }
        return false;
    }

    /** Another process holds what is known of it, and asks. */
    private void elsewhere(Work.Ask ask, Work work) {
        Walk walk = ask.request().walk();
        walk.lacks();
        if (walk.closed()) {
            scans.ended(walk.scan());
        }
        work.done();
    }

    /** Makes the request the message, and nothing else. */
    public void ask(Exchange exchange) {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Message message = exchange.getMessage();
        message.setBody(null);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, poll.request().method());
        message.setHeader(Exchange.HTTP_PATH, poll.request().path());
        message.setHeader(Exchange.HTTP_QUERY, poll.request().query());
        message.setHeader("x-ms-client-request-id", new UUID(random.nextLong(), random.nextLong()).toString());
        poll.known().etag().ifPresent(etag -> message.setHeader("If-None-Match", etag));
    }

    /**
     * Reads the answer.
     *
     * @return the observations to send
     */
    public List<Observation> answered(Exchange exchange) throws IOException {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        Work work = exchange.getProperty(WORK, Work.class);
        Answer answer = Answer.of(exchange.getMessage());
        Kind kind = poll.request().kind();
        answer.number(kind.remainingHeader())
                .ifPresent(calls -> budget.remaining(poll.request().subscription(), kind, calls));
        List<Observation> told = new ArrayList<>();
        if (answer.status() == 200) {
            read(poll, answer, work, told);
        } else if (answer.status() == 304 && poll.known().etag().isPresent()) {
            memory.seenAgain(poll.target(), poll.known(), poll.askedAt());
            looks.unchanged(poll, poll.target());
            lookBeside(poll, poll.known().etag(), work);
        } else if (!refused(poll, answer, work, told)) {
            return told;
        }
        close(poll, work, told);
        return told;
    }

    private void read(Poll poll, Answer answer, Work work, List<Observation> told) {
        byte[] digest = Memory.digest(answer.body());
        if (poll.request().page().isEmpty() && poll.known().isOf(digest)) {
            memory.seenAgain(poll.target(), poll.known(), digest, answer.etag(), poll.askedAt());
            looks.unchanged(poll, poll.target());
            lookBeside(poll, answer.etag(), work);
            return;
        }
        try {
            JsonNode json = parse(answer.body());
            if (poll.request().page().isPresent()) {
                told.addAll(pages.read(poll, json, work));
                return;
            }
            JsonNode state = poll.request().source().decode(poll.target().id(), json, fingerprints);
            looks.seen(poll, poll.target(), poll.known(), state, digest, answer.etag())
                    .ifPresent(told::add);
            poll.walk().meets(poll.target().id().key());
            lookBeside(poll, answer.etag(), work);
        } catch (InvalidAnswerException e) {
            fail(poll, Reason.INVALID_RESPONSE, Optional.of(200), because(e.problem()), Optional.empty(), told);
        }
    }

    private static JsonNode parse(byte[] body) throws InvalidAnswerException {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new InvalidAnswerException("the answer is not JSON");
        }
    }

    /** Asks for the second view of a resource, where that is watched and worth it. */
    private void lookBeside(Poll poll, Optional<String> etag, Work work) {
        if (poll.request().source() == poll.walk().source()) {
            secrets.beside(poll.request().source())
                    .filter(beside -> secrets.opens(poll.target().id(), etag))
                    .map(beside -> ArmRequest.entity(beside, poll.target().id(), poll.walk(), false))
                    .filter(request -> !pages.ask(request, work))
                    .ifPresent(resting -> secrets.failed(poll.target().id()));
        }
    }

    /** Whether it is to be taken as the call's end, rather than tried again. */
    private boolean refused(Poll poll, Answer answer, Work work, List<Observation> told) {
        ArmError error = answer.error();
        poll.correlation().set(answer.correlationId());
        Reason reason = Failures.of(answer.status(), error);
        if (answer.status() == 404 && error.fromArm() && reason != Reason.RETIRED) {
            looks.absent(poll, error).ifPresent(told::add);
            return true;
        }
        Optional<Duration> retryAfter = answer.retryAfter(clock.instant());
        return ended(poll, work, reason, Optional.of(answer.status()), error, retryAfter, told);
    }

    /** Tries again, or takes note of the failure; whether it was the latter. */
    private boolean ended(
            Poll poll,
            Work work,
            Reason reason,
            Optional<Integer> status,
            ArmError error,
            Optional<Duration> retryAfter,
            List<Observation> told) {
        int attempt = poll.ask().attempt();
        if (reason == Reason.THROTTLED) {
            Duration wait = retryAfter.orElseGet(() -> retries.backoff(attempt));
            budget.block(poll.request().subscription(), poll.request().kind(), wait.toNanos());
        }
        Optional<Duration> again = retries.again(attempt, reason, retryAfter);
        if (again.isPresent()) {
            work.again(poll.ask(), again.get().toNanos());
            return false;
        }
        fail(poll, reason, status, error, retryAfter, told);
        return true;
    }

    private void fail(
            Poll poll,
            Reason reason,
            Optional<Integer> status,
            ArmError error,
            Optional<Duration> retryAfter,
            List<Observation> told) {
        if (poll.request().source() != poll.walk().source()) {
            secrets.failed(poll.target().id());
        }
        looks.failed(poll, poll.target(), poll.known(), reason, status, error, retryAfter)
                .ifPresent(told::add);
    }

    /**
     * Takes note of a call that came to no answer.
     *
     * @return the observations to send
     */
    public List<Observation> unanswered(Exchange exchange) {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        Work work = exchange.getProperty(WORK, Work.class);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause instanceof AbandonedException) {
            return List.of();
        }
        LOG.debug("Poll of {} failed", poll.target().id(), cause);
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        List<Observation> told = new ArrayList<>();
        if (ended(poll, work, Failures.of(cause), Optional.empty(), because(message), Optional.empty(), told)) {
            close(poll, work, told);
        }
        return told;
    }

    private static ArmError because(String message) {
        return new ArmError(false, Optional.empty(), Optional.of(ArmError.presentable(message)));
    }

    /**
     * Ends a call that failed in a way that it should not.
     *
     * @return the observations to send
     */
    public List<Observation> abandoned(Exchange exchange) {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        List<Observation> told = new ArrayList<>();
        poll.walk().failed();
        close(poll, exchange.getProperty(WORK, Work.class), told);
        return told;
    }

    /** Notes that a call has come to its end, once; the last one of a walk ends that. */
    private void close(Poll poll, Work work, List<Observation> told) {
        Walk walk = poll.walk();
        if (!poll.closed().compareAndSet(false, true) || !walk.closed()) {
            return;
        }
        if (walk.concludes()) {
            walk.opened();
            pages.conclude(walk, work);
            if (!walk.closed()) {
                return;
            }
        }
        looks.scanned(walk).ifPresent(told::add);
        scans.ended(walk.scan());
    }

    /** An observation as the bytes of its record. */
    public byte[] written(Observation observation) {
        return Json.write(observation);
    }
}
