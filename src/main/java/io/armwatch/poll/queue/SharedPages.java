package io.armwatch.poll.queue;

import io.armwatch.poll.plan.ScanPlan;
import io.armwatch.poll.scan.ScanRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Pages of lists that several sources read: one of them requests a page, and the others get the same answer. So the list of API
 * Management services, which four sources need, costs one request for each tick.
 *
 * <p>A source gets an answer only if it was requested at or after the second of the tick that started its own scan, so that it is as
 * fresh as one of its own: ticks come at whole seconds, and the scans that they start begin within milliseconds of each other. It gets
 * each answer once. Failures are not shared. An answer is dropped after its last reader, after a minute, or if too much is kept.
 */
public final class SharedPages {
    static final long LONGEST = Duration.ofSeconds(60).toNanos();
    /** As the time limit of a request is ten minutes at most. */
    private static final long LOST = Duration.ofMinutes(11).toNanos();
    /** The bytes that are kept at most, in all pages together. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private final Supplier<ScanPlan> plan;
    private final LongSupplier nanos;
    private final Map<String, Entry> entries = new HashMap<>();
    private long keptBytes;

    /** @param nanos measures the age of an answer, because the wall clock may be set */
    public SharedPages(Supplier<ScanPlan> plan, LongSupplier nanos) {
        this.plan = plan;
        this.nanos = nanos;
    }

    /** An answer to a request for a page. */
    public static final class Page {
        private final byte[] body;
        private final Instant sentAt;
        private final long moment;
        private final String requestId;

        /**
         * Creates an answer.
         *
         * @param moment when its request was sent, as the known states count
         * @param requestId of its request
         */
        public Page(byte[] body, Instant sentAt, long moment, String requestId) {
            this.body = body;
            this.sentAt = sentAt;
            this.moment = moment;
            this.requestId = requestId;
        }

        /** The bytes, which nobody changes. */
        public byte[] body() {
            return body;
        }

        public Instant sentAt() {
            return sentAt;
        }

        public long moment() {
            return moment;
        }

        public String requestId() {
            return requestId;
        }
    }

    /** A page that a source requests or has requested. */
    private static final class Entry {
        private final Claim claim;
        private final long claimedAt;
        private final Set<String> readers;
        private final Set<String> served = new HashSet<>();
        private Optional<Page> page = Optional.empty();

        Entry(Claim claim, long claimedAt, Set<String> readers, String source) {
            this.claim = claim;
            this.claimedAt = claimedAt;
            this.readers = readers;
            served.add(source);
        }
    }

    /** The right of one request to answer for the others. It must be released, whatever becomes of the request. */
    public final class Claim {
        private final String key;

        private Claim(String key) {
            this.key = key;
        }

        /** Hands the answer to the other sources. */
        public void publish(Page page) {
            SharedPages.this.publish(this, page);
        }

        /** Lets another request take over, unless the answer was published. */
        public void release() {
            SharedPages.this.release(this);
        }
    }

    /** What a request is to do: use the answer, wait for it, or be sent with a claim or without one. */
    public record Turn(Optional<Page> page, Optional<Claim> claim, boolean waits) {
        static final Turn ALONE = new Turn(Optional.empty(), Optional.empty(), false);
        static final Turn WAIT = new Turn(Optional.empty(), Optional.empty(), true);
    }

    /** Decides what a request does that is about to be sent. */
    public Turn turn(ArmRequest request, String query) {
        Set<String> readers =
                request.page().map(listing -> plan.get().readers(listing.id())).orElse(Set.of());
        return readers.size() < 2 ? Turn.ALONE : turn(request, request.path() + "?" + query, readers);
    }

    private synchronized Turn turn(ArmRequest request, String key, Set<String> readers) {
        long now = nanos.getAsLong();
        dropOld(now);
        Entry entry = entries.get(key);
        String source = request.scan().source().name();
        if (entry == null || !isFresh(entry, request.scan().run()) || entry.served.contains(source)) {
            return claim(key, now, readers, source);
        }
        if (entry.page.isEmpty()) {
            return Turn.WAIT;
        }
        entry.served.add(source);
        if (entry.served.containsAll(entry.readers)) {
            remove(key);
        }
        return new Turn(entry.page, Optional.empty(), false);
    }

    private Turn claim(String key, long now, Set<String> readers, String source) {
        remove(key);
        Claim claim = new Claim(key);
        entries.put(key, new Entry(claim, now, readers, source));
        return new Turn(Optional.empty(), Optional.of(claim), false);
    }

    /** Whether a request was made at or after the tick that started a scan run. */
    private static boolean isFresh(Entry entry, ScanRun run) {
        Instant started = run.startedAt();
        Instant tickAt = started.truncatedTo(ChronoUnit.SECONDS);
        long tick = run.startedNanos() - Duration.between(tickAt, started).toNanos();
        return entry.claimedAt - tick >= 0;
    }

    private void dropOld(long now) {
        entries.entrySet().stream()
                .filter(each ->
                        now - each.getValue().claimedAt > (each.getValue().page.isPresent() ? LONGEST : LOST))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::remove);
    }

    private void remove(String key) {
        Entry removed = entries.remove(key);
        if (removed != null) {
            keptBytes -= size(removed);
        }
    }

    private static int size(Entry entry) {
        return entry.page.map(page -> page.body().length).orElse(0);
    }

    private synchronized void publish(Claim claim, Page page) {
        Entry entry = entries.get(claim.key);
        if (entry != null && entry.claim == claim && keptBytes + page.body().length <= MOST_BYTES) {
            entry.page = Optional.of(page);
            keptBytes += page.body().length;
        }
    }

    private synchronized void release(Claim claim) {
        Entry entry = entries.get(claim.key);
        if (entry != null && entry.claim == claim && entry.page.isEmpty()) {
            remove(claim.key);
        }
    }

    /** The earliest moment about which a reader of an answer may ask the known states; the largest number if there is none. */
    public synchronized long oldestMoment() {
        dropOld(nanos.getAsLong());
        return entries.values().stream()
                .flatMap(entry -> entry.page.stream())
                .mapToLong(Page::moment)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    synchronized int size() {
        return entries.size();
    }
}
