package io.armwatch.simulator.fault;

import io.armwatch.simulator.wire.Answer;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a fault of a file does to a call.
 *
 * @param before done first, such as revoking the call's token
 * @param sent sends something that is no answer; all but the delay is empty then
 * @param instead the answer in place of ARM's
 * @param edits what is changed in ARM's answer or in the one in its place, in this order
 * @param delay how long the answer, ready, is held back
 */
public record FaultEffect(
        List<Edit> edits,
        Optional<Before> before,
        Optional<Handler<HttpServerRequest>> sent,
        Optional<Supplier<Answer>> instead,
        Duration delay) {

    public static final FaultEffect NONE =
            new FaultEffect(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);

    /** Changes an answer on its way. */
    @FunctionalInterface
    interface Edit {
        Answer edit(HttpServerRequest request, Answer answer);
    }

    /** Done before a call is answered. */
    @FunctionalInterface
    public interface Before {
        void act(HttpServerRequest request);
    }

    public Answer edited(HttpServerRequest request, Answer answer) {
        Answer now = answer;
        for (Edit edit : edits) {
            now = edit.edit(request, now);
        }
        return now;
    }
}
