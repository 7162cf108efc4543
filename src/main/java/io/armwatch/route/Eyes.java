package io.armwatch.route;

import static io.armwatch.route.Memory.Known;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.armwatch.azure.ArmError;
import io.armwatch.azure.ArmExec.AbandonedException;
import io.armwatch.change.Failure;
import io.armwatch.change.Json;
import io.armwatch.change.Judgement;
import io.armwatch.change.Judgement.Accepted;
import io.armwatch.change.Observation;
import io.armwatch.change.Observation.Absent;
import io.armwatch.change.Observation.Failed;
import io.armwatch.change.Observation.Seen;
import io.armwatch.change.Reason;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.InvalidAnswerException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks ARM one thing after the other and tells what differs from what is known. What says nothing new goes no further, by the
 * very judgement that would be passed on it.
 */
public final class Eyes {
    static final String SCAN = "scan";
    static final String POLL = "poll";
    private static final Logger LOG = LoggerFactory.getLogger(Eyes.class);
    /** A change holds a state twice at most, and with both must fit into a record of Kafka's default size, 1 MiB. */
    private static final int LARGEST_STATE = 400 * 1024;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Memory memory;
    private final Judgement judgement;
    private final Fingerprints fingerprints;
    private final Schedules schedules;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Outages outages = new Outages();

    public Eyes(
            Memory memory,
            Judgement judgement,
            Fingerprints fingerprints,
            Schedules schedules,
            Clock clock,
            MeterRegistry meters) {
        this.memory = memory;
        this.judgement = judgement;
        this.fingerprints = fingerprints;
        this.schedules = schedules;
        this.clock = clock;
        this.meters = meters;
    }

    /** One poll under way: what is asked, what was known immediately before, and when that was. */
    record Poll(ArmRequest request, Scan scan, Known known, Instant askedAt) {}

    /**
     * Takes the scan's next request; what is known is read now, immediately before ARM is asked.
     *
     * @return false when there is nothing left to ask
     */
    public boolean next(Exchange exchange) {
        Scan scan = exchange.getProperty(SCAN, Scan.class);
        for (var request = scan.next(); request.isPresent(); request = scan.next()) {
            Optional<Known> known = memory.recall(request.get().target());
            if (known.isPresent()) {
                exchange.setProperty(POLL, new Poll(request.get(), scan, known.get(), clock.instant()));
                return true;
            }
            meters.counter("armwatch.polls", "outcome", "elsewhere").increment();
        }
        return false;
    }

    /** Makes the request the message, and nothing else. */
    public void ask(Exchange exchange) {
        ArmRequest request = exchange.getProperty(POLL, Poll.class).request();
        Message message = exchange.getMessage();
        message.setBody(null);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        message.setHeader(Exchange.HTTP_PATH, request.path());
        message.setHeader(Exchange.HTTP_QUERY, request.query());
    }

    /**
     * Reads the answer.
     *
     * @return the observation to send, or null where there is nothing new
     */
    public @Nullable Observation answered(Exchange exchange) throws IOException {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        byte[] body = bytes(message.getBody());
        if (status == 200) {
            return entity(poll, body);
        }
        ArmError error = ArmError.of(body);
        Reason reason = Failures.of(status, error);
        if (status == 404 && error.fromArm() && reason == Reason.INVALID_RESPONSE) {
            meters.counter("armwatch.polls", "outcome", "absent").increment();
            Failure failure = failure(poll, Reason.MISSING, Optional.of(404), error);
            return judged(poll, new Absent(poll.request().target(), poll.known().revision(), poll.askedAt(), failure));
        }
        return failed(poll, reason, Optional.of(status), error);
    }

    private static byte[] bytes(@Nullable Object body) throws IOException {
        if (body instanceof InputStream stream) {
            return stream.readAllBytes();
        }
        return body instanceof byte[] bytes ? bytes : new byte[0];
    }

    private @Nullable Observation entity(Poll poll, byte[] body) {
        byte[] digest = Memory.digest(body);
        if (poll.known().isOf(digest)) {
            unchanged(poll, digest);
            return null;
        }
        try {
            JsonNode state =
                    poll.request().source().decode(poll.request().target().id(), parse(body), fingerprints);
            if (Json.write(state).length > LARGEST_STATE) {
                throw new InvalidAnswerException("the resource is larger than " + LARGEST_STATE + " bytes");
            }
            return seen(poll, digest, state);
        } catch (InvalidAnswerException e) {
            ArmError why = new ArmError(false, Optional.empty(), Optional.of(ArmError.presentable(e.problem())));
            return failed(poll, Reason.INVALID_RESPONSE, Optional.of(200), why);
        }
    }

    private void unchanged(Poll poll, byte[] digest) {
        ended(poll);
        memory.seenAgain(poll.request().target(), poll.known(), digest, poll.askedAt());
        meters.counter("armwatch.polls", "outcome", "unchanged").increment();
    }

    /** How many attempts have failed before this one that did not. */
    private int ended(Poll poll) {
        var outage = outages.ended(poll.request().target().key());
        outage.ifPresent(over -> poll.scan().recovered());
        return outage.map(Outages.Outage::attempts).orElse(0);
    }

    private static JsonNode parse(byte[] body) throws InvalidAnswerException {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new InvalidAnswerException("the answer is not JSON");
        }
    }

    private @Nullable Observation seen(Poll poll, byte[] digest, JsonNode state) {
        Observation told = judged(
                poll,
                new Seen(
                        poll.request().target(),
                        poll.known().revision(),
                        poll.askedAt(),
                        state,
                        poll.known().lastSeenAt(),
                        ended(poll)));
        if (told == null) {
            unchanged(poll, digest);
        } else {
            meters.counter("armwatch.polls", "outcome", "changed").increment();
        }
        return told;
    }

    /**
     * Takes note of a call that came to no answer.
     *
     * @return the observation to send, or null where that is known already
     */
    public @Nullable Observation unanswered(Exchange exchange) {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause instanceof AbandonedException) {
            return null;
        }
        LOG.debug("Poll of {} failed", poll.request().target().id(), cause);
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        ArmError error = new ArmError(false, Optional.empty(), Optional.of(ArmError.presentable(message)));
        return failed(poll, Failures.of(cause), Optional.empty(), error);
    }

    private @Nullable Observation failed(Poll poll, Reason reason, Optional<Integer> status, ArmError error) {
        meters.counter("armwatch.polls", "outcome", reason.text()).increment();
        Failure failure = failure(poll, reason, status, error);
        return judged(poll, new Failed(poll.request().target(), poll.known().revision(), poll.askedAt(), failure));
    }

    private Failure failure(Poll poll, Reason reason, Optional<Integer> status, ArmError error) {
        var outage = outages.failed(poll.request().target().key(), reason);
        Failure failure = new Failure(
                reason,
                status,
                error.code(),
                error.message(),
                outage.attempts(),
                schedules.next(poll.request().target().source(), clock.instant()));
        if (outage.begun()) {
            poll.scan().trouble(new Scan.Trouble(poll.request().target().id().text(), failure));
        }
        return failure;
    }

    /** Nothing is remembered of what is sent: until it is committed, the next poll sees the same difference again. */
    private @Nullable Observation judged(Poll poll, Observation observation) {
        var verdict = judgement.judge(
                poll.known().state(), observation, poll.request().source());
        return verdict instanceof Accepted ? observation : null;
    }

    /** An observation as the bytes of its record. */
    public byte[] written(Observation observation) {
        return Json.write(observation);
    }
}
