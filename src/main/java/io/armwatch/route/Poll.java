package io.armwatch.route;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Target;
import java.time.Instant;
import java.util.Optional;

/** One call under way: what is asked, what was known immediately before, and what has become of it. One worker has it. */
final class Poll {
    private final QueuedRequest ask;
    private final KnownSnapshot known;
    private final long moment;
    private final Instant askedAt;
    private final String requestId;
    private Optional<String> etag = Optional.empty();
    private Optional<String> correlationId = Optional.empty();
    private Stage stage = Stage.OPEN;

    /**
     * @param known immediately before ARM is asked
     * @param moment of the ledger of known states, for what a list shows besides its target
     * @param requestId its {@code x-ms-client-request-id}
     */
    Poll(QueuedRequest ask, KnownSnapshot known, long moment, Instant askedAt, String requestId) {
        this.ask = ask;
        this.known = known;
        this.moment = moment;
        this.askedAt = askedAt;
        this.requestId = requestId;
    }

    /** How far it has come. */
    enum Stage {
        /** Not at its end. */
        OPEN,
        /** To be tried again in the same scan. */
        AGAIN,
        /** At its end, and so counted by its walk. */
        CLOSED
    }

    Stage stage() {
        return stage;
    }

    void comesTo(Stage next) {
        stage = next;
    }

    /** Says with which ETag it asks, so that ARM may answer 304. */
    void asksWith(Optional<String> known) {
        etag = known;
    }

    Optional<String> etag() {
        return etag;
    }

    /** Nothing else of the answer is held: pages are large. */
    void answered(Answer by) {
        correlationId = by.correlationId();
    }

    /** By which ARM's activity log has the call. */
    String ids() {
        return "x-ms-client-request-id " + requestId
                + correlationId
                        .map(id -> ", x-ms-correlation-request-id " + ArmError.presentable(id))
                        .orElse("");
    }

    QueuedRequest ask() {
        return ask;
    }

    KnownSnapshot known() {
        return known;
    }

    long moment() {
        return moment;
    }

    Instant askedAt() {
        return askedAt;
    }

    String requestId() {
        return requestId;
    }

    ArmRequest request() {
        return ask.request();
    }

    Target target() {
        return ask.request().target();
    }

    Walk walk() {
        return ask.request().walk();
    }

    /** Whether it asks for the second view of a resource. */
    boolean isBeside() {
        return ask.request().source() != walk().source();
    }

    Scan scan() {
        return ask.request().walk().scan();
    }
}
