package io.armwatch.simulator.fault;

import io.armwatch.simulator.wire.Answer;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a fault does to a call.
 *
 * @param before runs first, for example revokes the call's token
 * @param sent sends something other than a proper response; then everything else but the delay is empty
 * @param instead the response to send instead of ARM's
 * @param edits changes to the response, in this order
 * @param delay how long the finished response is held back
 */
public record FaultEffect(
        List<Edit> edits,
        Optional<Before> before,
        Optional<Handler<HttpServerRequest>> sent,
        Optional<Supplier<Answer>> instead,
        Duration delay) {

    public static final FaultEffect NONE =
            new FaultEffect(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);

    /** Changes a response before it is sent. */
    @FunctionalInterface
    interface Edit {
        Answer edit(HttpServerRequest request, Answer answer);
    }

    /** Runs before a call is answered. */
    @FunctionalInterface
    public interface Before {
        void act(HttpServerRequest request);
    }

    public Answer applyEdits(HttpServerRequest request, Answer answer) {
        Answer now = answer;
        for (Edit edit : edits) {
            now = edit.edit(request, now);
        }
        return now;
    }
}
