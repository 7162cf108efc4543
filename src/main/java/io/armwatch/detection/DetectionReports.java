package io.armwatch.detection;

import io.armwatch.kafka.CommitListener;
import io.armwatch.trace.Tracing;

/** Where change detection reports what it does: metrics and traces. */
record DetectionReports(DetectionMetrics metrics, Tracing tracing) implements CommitListener {
    @Override
    public void committed(long nanos) {
        metrics.committed(nanos);
        tracing.committed(nanos);
    }

    @Override
    public void aborted() {
        metrics.aborted();
        tracing.aborted();
    }
}
