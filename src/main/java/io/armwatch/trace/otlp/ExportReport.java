package io.armwatch.trace.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exporter that logs once when exports fail, and once when they succeed again. */
final class ExportReport implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(ExportReport.class);
    /** Kept, as java.util.logging forgets the level of a logger that nobody holds. */
    private static final java.util.logging.Logger OPEN_TELEMETRY =
            java.util.logging.Logger.getLogger("io.opentelemetry");

    private final SpanExporter exporter;
    private final URI url;
    private final AtomicBoolean failing = new AtomicBoolean();

    ExportReport(SpanExporter exporter, URI url) {
        this.exporter = exporter;
        this.url = url;
    }

    /** Turns off what OpenTelemetry logs by java.util.logging, which would print each failed export to the console. */
    static void silenceOpenTelemetry() {
        OPEN_TELEMETRY.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> report(result));
    }

    private void report(CompletableResultCode result) {
        if (result.isSuccess()) {
            if (failing.compareAndSet(true, false)) {
                LOG.info("Traces are exported to {} again", url);
            }
        } else if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "Traces cannot be exported to {} ({}); they are dropped until they can. Polling and publishing go on. "
                            + "Check armwatch.tracing.endpoint and the collector there",
                    url,
                    cause(result));
        }
    }

    /** The kind of failure, without the text of an answer. */
    private static String cause(CompletableResultCode result) {
        Throwable failure = result.getFailureThrowable();
        Throwable cause = failure == null ? null : failure.getCause();
        while ((cause instanceof CompletionException || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? "they are refused" : cause.getClass().getSimpleName();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
