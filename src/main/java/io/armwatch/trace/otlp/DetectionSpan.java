package io.armwatch.trace.otlp;

import io.armwatch.trace.DetectionTrace;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.List;

/** The span of change detection for one observation. */
final class DetectionSpan implements DetectionTrace {
    private static final AttributeKey<List<String>> EVENTS = AttributeKey.stringArrayKey("armwatch.events");

    private final Span span;
    private final Commits commits;
    private boolean accepted;

    DetectionSpan(Span span, Commits commits) {
        this.span = span;
        this.commits = commits;
    }

    @Override
    public String traceparent() {
        return Traceparent.of(span.getSpanContext());
    }

    @Override
    public void note(String outcome) {
        span.setAttribute("armwatch.outcome", outcome);
        accepted = outcome.equals("accepted");
    }

    @Override
    public void end(List<String> types) {
        span.setAttribute(EVENTS, types);
        span.end();
        if (accepted) {
            commits.await(span);
        }
    }
}
