package io.armwatch.poll;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Target;
import io.armwatch.poll.known.KnownSnapshot;
import io.armwatch.poll.queue.ArmRequest;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.scan.Scan;
import io.armwatch.poll.scan.ScanRun;
import java.time.Instant;
import java.util.Optional;

/** One call under way: what is asked, what was known immediately before, and what has become of it. One worker has it. */
public final class Poll {
    private final QueuedRequest queued;
    private final KnownSnapshot known;
    private final long moment;
    private final Instant askedAt;
    private final String requestId;
    private Optional<String> etag = Optional.empty();
    private Optional<String> correlationId = Optional.empty();
    private Stage stage = Stage.OPEN;

    /**
     * Creates a poll that is about to be sent.
     *
     * @param known immediately before ARM is asked
     * @param moment of the ledger of known states, for what a list shows besides its target
     * @param requestId its {@code x-ms-client-request-id}
     */
    public Poll(QueuedRequest queued, KnownSnapshot known, long moment, Instant askedAt, String requestId) {
        this.queued = queued;
        this.known = known;
        this.moment = moment;
        this.askedAt = askedAt;
        this.requestId = requestId;
    }

    /** How far it has come. */
    public enum Stage {
        /** Not at its end. */
        OPEN,
        /** To be tried again in the same scan. */
        AGAIN,
        /** At its end, and so counted by its walk. */
        CLOSED
    }

    public Stage stage() {
        return stage;
    }

    public void moveTo(Stage next) {
        stage = next;
    }

    /** Says with which ETag it asks, so that ARM may answer 304. */
    public void useEtag(Optional<String> known) {
        etag = known;
    }

    public Optional<String> etag() {
        return etag;
    }

    /** Nothing else of the answer is held: pages are large. */
    void answered(ArmResponse by) {
        correlationId = by.correlationId();
    }

    /** By which ARM's activity log has the call. */
    String ids() {
        return "x-ms-client-request-id " + requestId
                + correlationId
                        .map(id -> ", x-ms-correlation-request-id " + ArmError.presentable(id))
                        .orElse("");
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

    Instant askedAt() {
        return askedAt;
    }

    public String requestId() {
        return requestId;
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

    /** Whether it asks for the second view of a resource. */
    boolean isBeside() {
        return queued.request().source() != scan().source();
    }

    public ScanRun run() {
        return queued.request().scan().run();
    }
}
