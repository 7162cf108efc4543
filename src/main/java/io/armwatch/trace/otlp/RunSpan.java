package io.armwatch.trace.otlp;

import io.armwatch.trace.PollTrace;
import io.armwatch.trace.RunTrace;
import io.armwatch.trace.TracedPoll;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.util.Map;

/** The span of a scan run. Attributes have the names of OpenTelemetry's semantic conventions, where these have one. */
final class RunSpan implements RunTrace {
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private final Tracer tracer;
    private final URI arm;
    private final Span span;
    private final Context context;

    /** @param arm ARM's base address */
    RunSpan(Tracer tracer, URI arm, Span span) {
        this.arm = arm;
        this.tracer = tracer;
        this.span = span;
        this.context = Context.root().with(span);
    }

    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    /** The span has ended when this returns: polls are added once their answer was read. */
    @Override
    public PollTrace addPoll(TracedPoll poll) {
        SpanBuilder builder = tracer.spanBuilder(poll.method() + " " + poll.source() + (poll.list() ? " list" : ""))
                .setParent(context)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(poll.sentAt())
                .setAttribute(OtlpTracing.SOURCE, poll.source())
                .setAttribute("http.request.method", poll.method())
                .setAttribute("server.address", arm.getHost())
                .setAttribute("url.path", poll.path())
                .setAttribute("az.client_request_id", poll.requestId());
        if (arm.getPort() > 0) {
            builder.setAttribute("server.port", arm.getPort());
        }
        if (poll.attempt() > 1) {
            builder.setAttribute("http.request.resend_count", poll.attempt() - 1);
        }
        if (poll.shared()) {
            builder.setAttribute("armwatch.shared_page", true);
        }
        poll.status().ifPresent(status -> builder.setAttribute(STATUS, (long) status));
        poll.error().ifPresent(error -> builder.setAttribute("error.type", error));
        Span polled = builder.startSpan();
        poll.error().ifPresent(error -> polled.setStatus(StatusCode.ERROR));
        polled.end();
        return new PollSpan(tracer, polled);
    }

    @Override
    public void end(Map<String, Integer> counts, boolean complete) {
        counts.forEach((name, count) -> span.setAttribute("armwatch.scan." + name, count));
        span.setAttribute("armwatch.scan.complete", complete);
        span.end();
    }
}
