package io.armwatch.poll;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.queue.SharedPages;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanRun;
import io.armwatch.trace.PollTrace;
import io.armwatch.trace.TracedPoll;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request to ARM and its response, with the known state from immediately before. It belongs to one worker. */
public final class Poll {
    private final QueuedRequest queued;
    private final KnownSnapshot known;
    private final long moment;
    private final Instant sentAt;
    private final String requestId;
    private Optional<SharedPages.Page> sharedPage = Optional.empty();
    private Optional<SharedPages.Claim> claim = Optional.empty();
    private Optional<String> etag = Optional.empty();
    private final String apiVersion;
    private Optional<String> correlationId = Optional.empty();
    private Stage stage = Stage.OPEN;
    /** Null unless tracing is on, and the poll found something or failed. */
    private @Nullable PollTrace trace;

    /**
     * Creates a poll that is about to be sent.
     *
     * @param known the known state immediately before the request is sent
     * @param moment when it was read, as {@link io.armwatch.poll.known.KnownStateCache#moment} counts; for the items of a list
     * @param call how it is sent
     */
    public Poll(QueuedRequest queued, KnownSnapshot known, long moment, Instant sentAt, Call call) {
        this.queued = queued;
        this.known = known;
        this.moment = moment;
        this.sentAt = sentAt;
        this.requestId = call.requestId();
        this.apiVersion = queued.request().apiVersion(call.apiVersion());
    }

    /**
     * How a request is sent.
     *
     * @param requestId its {@code x-ms-client-request-id}
     * @param apiVersion the api-version that its source uses now
     */
    public record Call(String requestId, String apiVersion) {}

    /**
     * Creates a poll that uses the answer to another source's request and is not sent.
     *
     * @param known the known state of the list, which has not changed since that request was sent
     */
    public static Poll of(QueuedRequest queued, KnownSnapshot known, SharedPages.Page page, String apiVersion) {
        Call call = new Call(page.requestId(), apiVersion);
        Poll poll = new Poll(queued, known, page.moment(), page.sentAt(), call);
        poll.sharedPage = Optional.of(page);
        return poll;
    }

    /** The answer to another source's request, which this poll uses instead of sending its own. */
    public Optional<SharedPages.Page> sharedPage() {
        return sharedPage;
    }

    /** Sets the claim to answer for other sources, too. */
    public void useClaim(Optional<SharedPages.Claim> shared) {
        claim = shared;
    }

    /** Hands a page that can be read to the other sources that read the list. */
    void publish(byte[] page) {
        claim.ifPresent(shared -> shared.publish(new SharedPages.Page(page, sentAt, moment, requestId)));
    }

    /** Lets another source send the request, unless this poll has published its answer. */
    public void releaseClaim() {
        claim.ifPresent(SharedPages.Claim::release);
    }

    /** The progress of a poll. */
    public enum Stage {
        /** Not finished. */
        OPEN,
        /** Queued again in the same scan. */
        AGAIN,
        /** Finished, and counted by its scan. */
        CLOSED
    }

    public Stage stage() {
        return stage;
    }

    public void moveTo(Stage next) {
        stage = next;
    }

    /** Sets the ETag to send, so that ARM may respond with 304. */
    public void useEtag(Optional<String> known) {
        etag = known;
    }

    public Optional<String> etag() {
        return etag;
    }

    /** Adds this poll to the trace of its scan run, if that has one. */
    public void addToTrace(Optional<Integer> status, Optional<String> error) {
        trace = run().trace()
                .map(begun -> begun.addPoll(new TracedPoll(
                        request().source().name(),
                        request().method().name(),
                        request().path(),
                        request().page().isPresent(),
                        requestId,
                        queued.attempt(),
                        sharedPage.isPresent(),
                        sentAt,
                        status,
                        error)))
                .orElse(null);
    }

    /** Its place in a trace; empty unless tracing is on, and the poll found something or failed. */
    public Optional<PollTrace> trace() {
        return Optional.ofNullable(trace);
    }

    /** Keeps the correlation id of the response. Nothing else is kept, because pages are large. */
    void noteResponse(ArmResponse response) {
        correlationId = response.correlationId();
    }

    /** The ids that identify the call in ARM's activity log, and its trace. */
    String callIds() {
        return "x-ms-client-request-id " + requestId
                + correlationId
                        .map(id -> ", x-ms-correlation-request-id " + ArmError.presentable(id))
                        .orElse("")
                + run().trace().map(begun -> ", trace " + begun.traceId()).orElse("");
    }

    public QueuedRequest queued() {
        return queued;
    }

    public KnownSnapshot known() {
        return known;
    }

    long moment() {
        return moment;
    }

    Instant sentAt() {
        return sentAt;
    }

    public String requestId() {
        return requestId;
    }

    /** The api-version that it is sent with. */
    public String apiVersion() {
        return apiVersion;
    }

    public ArmRequest request() {
        return queued.request();
    }

    public Target target() {
        return queued.request().target();
    }

    public Scan scan() {
        return queued.request().scan();
    }

    /** Whether it reads the secrets of a resource. */
    boolean isOfSecrets() {
        return queued.request().source() != scan().source();
    }

    public ScanRun run() {
        return queued.request().scan().run();
    }
}
