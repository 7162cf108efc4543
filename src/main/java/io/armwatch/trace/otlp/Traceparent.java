package io.armwatch.trace.otlp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent}. armwatch begins every trace itself and adds no vendor's state, so there is no {@code tracestate}.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context, 3.2</a>
 */
final class Traceparent {
    private static final String NAME = "traceparent";

    private Traceparent() {}

    static String of(SpanContext context) {
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    /** Empty if the text is not a valid header. */
    static Optional<SpanContext> parse(String text) {
        Context parsed = W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), text, new TextMapGetter<String>() {
                    @Override
                    public Iterable<String> keys(String header) {
                        return List.of(NAME);
                    }

                    @Override
                    public @Nullable String get(@Nullable String header, String key) {
                        return key.equals(NAME) ? header : null;
                    }
                });
        return Optional.of(Span.fromContext(parsed).getSpanContext()).filter(SpanContext::isValid);
    }
}
