package io.armwatch.service;

import io.armwatch.config.Settings;
import io.armwatch.kafka.KafkaClients;
import io.armwatch.trace.Tracing;
import io.armwatch.trace.otlp.OtlpTracing;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;

/**
 * Tracing as the settings want it. Camel's tracer makes the spans of ticks, of the route {@code direct:scan}, and of routes that users
 * add. The routes of the workers are left to armwatch's own spans: one exchange of a worker makes polls of many scan runs, and
 * thousands of unchanged ones.
 */
final class Traces implements AutoCloseable {
    /** Endpoints, by their beginning or a regular expression. Camel's span of a send to Kafka would replace the header of the records. */
    private static final String OWN_ROUTES =
            "direct:work,direct:poll,direct:ask,direct:observe,direct:end,arm:*,kafka:.*[.]observations([?].*)?";

    private final Optional<OtlpTracing> otlp;

    private Traces(Optional<OtlpTracing> otlp) {
        this.otlp = otlp;
    }

    /** Loads nothing of OpenTelemetry if tracing is off. */
    static Traces of(Settings settings) {
        return new Traces(settings.tracing()
                .map(tracing -> OtlpTracing.of(
                        tracing, settings.azure().endpoint(), Version.text(), KafkaClients.processName())));
    }

    Tracing tracing() {
        return otlp.<Tracing>map(on -> on).orElse(Tracing.OFF);
    }

    /** Adds Camel's tracer, if tracing is on. Call it before the routes are started. */
    void addTo(CamelContext context) {
        otlp.ifPresent(on -> add(context, on));
    }

    private static void add(CamelContext context, OtlpTracing on) {
        context.getRegistry().bind("armwatchTracer", on.tracer());
        context.getRegistry().bind("armwatchPropagators", on.propagators());
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setExcludePatterns(OWN_ROUTES);
        tracer.setCamelContext(context);
        tracer.init(context);
    }

    @Override
    public void close() {
        tracing().close(); // OtlpTracing::close would load that class where tracing is off
    }
}
