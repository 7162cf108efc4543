package io.armwatch.trace.otlp;

import io.armwatch.trace.PollTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** The span of a poll, which has ended, and that of the sending of its observations. */
final class PollSpan implements PollTrace {
    private final Tracer tracer;
    private final Span poll;
    private Optional<Span> send = Optional.empty();

    PollSpan(Tracer tracer, Span poll) {
        this.tracer = tracer;
        this.poll = poll;
    }

    @Override
    public String beginSend(int number) {
        Span begun = tracer.spanBuilder("send observations")
                .setParent(Context.root().with(poll))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.batch.message_count", number)
                .startSpan();
        send = Optional.of(begun);
        return Traceparent.of(begun.getSpanContext());
    }

    @Override
    public void endSend(Optional<String> failure) {
        send.ifPresent(span -> {
            failure.ifPresent(kind -> span.setAttribute("error.type", kind).setStatus(StatusCode.ERROR));
            span.end();
        });
        send = Optional.empty();
    }
}
