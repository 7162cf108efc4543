package io.armwatch.trace.otlp;

import io.armwatch.config.Settings;
import io.armwatch.trace.DetectionTrace;
import io.armwatch.trace.RunTrace;
import io.armwatch.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Traces by OpenTelemetry's SDK. Spans wait in a bounded queue and are exported by one thread; what does not fit is dropped.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public final class OtlpTracing implements Tracing {
    /** Azure subscription, source: attributes without a name in OpenTelemetry's semantic conventions. */
    static final AttributeKey<String> SUBSCRIPTION = AttributeKey.stringKey("armwatch.subscription");

    static final AttributeKey<String> SOURCE = AttributeKey.stringKey("armwatch.source");

    private static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("armwatch.trigger");
    private static final int QUEUE = 4096;
    private static final Duration EXPORT_DELAY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long CLOSE_SECONDS = 2;

    private final URI arm;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Commits commits;

    /**
     * Makes traces for an exporter.
     *
     * @param arm ARM's base address
     */
    private OtlpTracing(SpanExporter exporter, double ratio, Resource resource, URI arm) {
        this.arm = arm;
        this.provider = SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(QUEUE)
                        .setScheduleDelay(EXPORT_DELAY)
                        .setExporterTimeout(TIMEOUT)
                        .build())
                .build();
        this.tracer = provider.get("io.armwatch");
        this.commits = new Commits(tracer);
    }

    /**
     * Makes traces that are exported as the settings say.
     *
     * @param arm ARM's base address
     * @param version of armwatch
     * @param instance names this process
     */
    public static OtlpTracing of(Settings.Tracing settings, URI arm, String version, String instance) {
        ExportReport.silenceOpenTelemetry();
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.tracesUrl().toString())
                .setTimeout(TIMEOUT)
                .setRetryPolicy(RetryPolicy.builder()
                        .setMaxAttempts(2)
                        .setInitialBackoff(Duration.ofSeconds(1))
                        .setMaxBackoff(Duration.ofSeconds(1))
                        .build())
                .build();
        Resource resource = Resource.getDefault().toBuilder()
                .put("service.name", "armwatch")
                .put("service.version", version)
                .put("service.instance.id", instance)
                .build();
        return new OtlpTracing(new ExportReport(exporter, settings.tracesUrl()), settings.ratio(), resource, arm);
    }

    /** For Camel's tracer. */
    public Tracer tracer() {
        return tracer;
    }

    /** For Camel's tracer: W3C Trace Context, no baggage. */
    public ContextPropagators propagators() {
        return ContextPropagators.create(W3CTraceContextPropagator.getInstance());
    }

    @Override
    public Optional<RunTrace> beginRun(String source, String subscription, Trigger trigger) {
        Span span = tracer.spanBuilder("scan " + source)
                .setAttribute(SOURCE, source)
                .setAttribute(SUBSCRIPTION, subscription)
                .setAttribute(TRIGGER, trigger.name().toLowerCase(Locale.ROOT))
                .startSpan();
        return Optional.of(new RunSpan(tracer, arm, span));
    }

    @Override
    public Optional<DetectionTrace> beginDetection(String traceparent, String source, String resource) {
        return Traceparent.parse(traceparent).map(sender -> {
            Span span = tracer.spanBuilder("detect " + source)
                    .setParent(Context.root().with(Span.wrap(sender)))
                    .setSpanKind(SpanKind.CONSUMER)
                    .setAttribute(SOURCE, source)
                    .setAttribute("cloud.resource_id", resource)
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.operation.type", "process")
                    .startSpan();
            return new DetectionSpan(span, commits);
        });
    }

    @Override
    public void committed(long nanos) {
        commits.end(nanos, true);
    }

    @Override
    public void aborted() {
        commits.end(0, false);
    }

    @Override
    public void close() {
        var unused = provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
