package io.armwatch.trace.otlp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The spans of commits: one below the change detection of each observation that the commit holds, because each belongs to a trace of its own. */
final class Commits {
    /** The most spans of one commit. */
    private static final int MOST = 1_000;

    private final Tracer tracer;
    private final ThreadLocal<List<Span>> uncommitted = ThreadLocal.withInitial(ArrayList::new);

    Commits(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Adds change detection whose results the present thread commits next. */
    void await(Span detection) {
        List<Span> mine = uncommitted.get();
        if (mine.size() < MOST && detection.getSpanContext().isSampled()) {
            mine.add(detection);
        }
    }

    /**
     * Adds the commit that the present thread has just ended.
     *
     * @param nanos how long it took
     */
    void end(long nanos, boolean committed) {
        List<Span> mine = uncommitted.get();
        if (mine.isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        long end = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        for (Span detection : mine) {
            Span commit = tracer.spanBuilder("commit")
                    .setParent(Context.root().with(detection))
                    .setStartTimestamp(end - nanos, TimeUnit.NANOSECONDS)
                    .startSpan();
            if (!committed) {
                commit.setAttribute("error.type", "aborted").setStatus(StatusCode.ERROR);
            }
            commit.end(end, TimeUnit.NANOSECONDS);
        }
        mine.clear();
    }
}
