package io.armwatch.route;

import io.armwatch.azure.Budget;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The calls of one source that are to be made. Workers take what may be asked now: a call that must wait, for its Azure
 * subscription's budget or for a Retry-After, holds up no other subscription's, and no thread waits with it; a worker that finds
 * nothing to do ends, and others begin when there is something again.
 */
public final class Work {
    private static final long SIBLINGS_MILLIS = 100;
    private static final int FEW = 4;
    private static final long HARDLY_SOONER = TimeUnit.MILLISECONDS.toNanos(10);

    private final String source;
    private final Budget budget;
    private final LongSupplier nanos;
    private final int concurrency;
    private final Map<String, Deque<Ask>> ready = new LinkedHashMap<>();
    private final Queue<Ask> later;
    private int queued;
    private int inFlight;
    private int workers;
    private long budgetNanos;
    private boolean resuming;
    private long resumesAt;
    private boolean closed;

    Work(String source, Budget budget, LongSupplier nanos, int concurrency) {
        this.source = source;
        this.budget = budget;
        this.nanos = nanos;
        this.concurrency = concurrency;
        this.later = new PriorityQueue<>((one, other) -> Long.signum(one.notBefore() - other.notBefore()));
    }

    /**
     * A call to be made.
     *
     * @param attempt from 1
     * @param notBefore in nanoseconds of the clock
     */
    record Ask(ArmRequest request, int attempt, long notBefore) {}

    String source() {
        return source;
    }

    /** Adds a call to be made now. */
    void add(ArmRequest request) {
        request.walk().opened();
        queue(new Ask(request, 1, nanos.getAsLong()));
    }

    /** Puts a call off that is to be tried again. */
    synchronized void again(Ask ask, long afterNanos) {
        later.add(new Ask(ask.request(), ask.attempt() + 1, nanos.getAsLong() + afterNanos));
    }

    private synchronized void queue(Ask ask) {
        ready.computeIfAbsent(ask.request().subscription() + ask.request().kind(), key -> new ArrayDeque<>())
                .add(ask);
        queued++;
        notifyAll();
    }

    /** As many workers as can be of use beside those there are; each one is to call {@link #take} until there is nothing. */
    public synchronized List<Work> workers() {
        resuming = false;
        release();
        int more = lacking();
        workers += more;
        return Collections.nCopies(more, this);
    }

    /** How many workers are lacking: one that waits for ARM takes nothing else meanwhile. */
    private int lacking() {
        int useful = Math.min(queued, budgetNanos > 0 ? FEW : concurrency);
        return Math.max(0, Math.min(useful - (workers - inFlight), concurrency - workers));
    }

    /** The next call that may be made now; empty when a worker should end. */
    synchronized Optional<Ask> take() throws InterruptedException {
        while (!closed) {
            Optional<Ask> ask = affordable();
            if (ask.isPresent()) {
                inFlight++;
                return ask;
            }
            if (inFlight == 0 || queued > 0) {
                break;
            }
            wait(SIBLINGS_MILLIS);
        }
        workers--;
        return Optional.empty();
    }

    /** A call that was taken has come to its end, and what follows from it has been added. */
    synchronized void done() {
        inFlight--;
        notifyAll();
    }

    private Optional<Ask> affordable() {
        release();
        budgetNanos = 0;
        Iterator<Map.Entry<String, Deque<Ask>>> each = ready.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Deque<Ask>> entry = each.next();
            Ask ask = entry.getValue().element();
            long wait = budget.take(ask.request().subscription(), ask.request().kind());
            if (wait > 0) {
                budgetNanos = budgetNanos == 0 ? wait : Math.min(budgetNanos, wait);
            } else {
                entry.getValue().remove();
                each.remove();
                if (!entry.getValue().isEmpty()) {
                    ready.put(entry.getKey(), entry.getValue());
                }
                queued--;
                budgetNanos = 0;
                return Optional.of(ask);
            }
        }
        return Optional.empty();
    }

    private void release() {
        long now = nanos.getAsLong();
        while (!later.isEmpty() && later.element().notBefore() - now <= 0) {
            queue(later.remove());
        }
    }

    /** Whether there is nothing to be made any more. */
    synchronized boolean isEmpty() {
        return queued == 0 && later.isEmpty();
    }

    /**
     * When workers are to begin that are lacking, in milliseconds from now; empty where none are, or that has been said already. It
     * counts as said until {@link #workers} is called.
     */
    synchronized OptionalLong resumesIn() {
        release();
        long now = nanos.getAsLong();
        long next = queued > 0 && (budgetNanos > 0 || lacking() > 0) ? budgetNanos : Long.MAX_VALUE;
        if (!later.isEmpty()) {
            next = Math.min(next, Math.max(0, later.element().notBefore() - now));
        }
        if (closed || next == Long.MAX_VALUE || (resuming && now + next - resumesAt > -HARDLY_SOONER)) {
            return OptionalLong.empty();
        }
        resuming = true;
        resumesAt = now + next;
        return OptionalLong.of(1 + TimeUnit.NANOSECONDS.toMillis(next));
    }

    /** Makes no further call. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
