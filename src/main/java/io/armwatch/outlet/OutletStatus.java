package io.armwatch.outlet;

import io.armwatch.outlet.delivery.Deliverer;
import io.armwatch.outlet.delivery.Delivery;
import io.armwatch.outlet.delivery.Failure;
import io.armwatch.outlet.delivery.Fault;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process knows of an outlet. It also logs, once, that an outlet cannot deliver, and that it can again. */
public final class OutletStatus implements Deliverer.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(OutletStatus.class);
    /** A failure that passes sooner is not logged. */
    private static final int REPORTED_ATTEMPT = 3;

    private static final long APART = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final List<String> topics;
    private final Clock clock;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private final Map<Fault, AtomicLong> failures = new EnumMap<>(Fault.class);
    private final Set<Delivery> failing = ConcurrentHashMap.newKeySet();
    private volatile String target = "";
    private volatile Optional<Failure> lastFailure = Optional.empty();
    private volatile Optional<String> kafkaProblem = Optional.empty();
    private volatile Optional<Instant> lastDelivery = Optional.empty();
    private volatile long lag;
    private volatile boolean paused;
    private boolean reported;
    private long deadReported;
    private long deadReportedAt = System.nanoTime() - APART;

    OutletStatus(String name, List<String> topics, Clock clock) {
        this.name = name;
        this.topics = List.copyOf(topics);
        this.clock = clock;
        for (Fault fault : Fault.values()) {
            failures.put(fault, new AtomicLong());
        }
    }

    @Override
    public void delivered() {
        lastDelivery = Optional.of(clock.instant());
        delivered.incrementAndGet();
    }

    @Override
    public long deliveries() {
        return delivered.get();
    }

    @Override
    public void failed(Delivery delivery, Failure failure, int attempts) {
        AtomicLong count = failures.get(failure.fault());
        if (count != null) {
            count.incrementAndGet();
        }
        lastFailure = Optional.of(failure);
        failing.add(delivery);
        report(failure, attempts);
    }

    private synchronized void report(Failure failure, int attempts) {
        if (failure.fault() == Fault.GONE && !paused) {
            paused = true;
            LOG.error(
                    "Outlet {} is paused: its target wants no more events ({}). Nothing is lost; restart armwatch once the"
                            + " target takes events again, or remove the outlet's file",
                    name,
                    failure.reason());
        } else if (attempts >= REPORTED_ATTEMPT && !reported && !paused) {
            reported = true;
            LOG.warn(
                    "Outlet {} cannot deliver ({}); armwatch tries again until it can, and keeps the order of events",
                    name,
                    failure.reason());
        }
    }

    @Override
    public void ended(Delivery delivery) {
        failing.remove(delivery);
        if (failing.isEmpty()) {
            reportEnd();
        }
    }

    private synchronized void reportEnd() {
        if (reported && !paused) {
            reported = false;
            LOG.info("Outlet {} delivers again", name);
        }
    }

    /** Logged at most once a minute. */
    @Override
    public synchronized void buried(Delivery delivery, Failure failure) {
        long count = dead.incrementAndGet();
        if (System.nanoTime() - deadReportedAt >= APART) {
            LOG.warn(
                    "Outlet {} has put {} events among its dead letters, the last one from topic {}, partition {}, offset {} ({})",
                    name,
                    count - deadReported,
                    delivery.record().topic(),
                    delivery.record().partition(),
                    delivery.record().offset(),
                    failure.reason());
            deadReported = count;
            deadReportedAt = System.nanoTime();
        }
    }

    /**
     * Says where the events go.
     *
     * @param host without what may be secret
     */
    public void setTarget(String host) {
        target = host;
    }

    void setLag(long records) {
        lag = records;
    }

    void setKafkaProblem(Optional<String> problem) {
        kafkaProblem = problem;
    }

    public String name() {
        return name;
    }

    /** The topics' full names. */
    public List<String> topics() {
        return topics;
    }

    /** Where the events go; empty if the route does not say. */
    public String target() {
        return target;
    }

    long failures(Fault fault) {
        AtomicLong count = failures.get(fault);
        return count == null ? 0 : count.get();
    }

    /** The attempts that failed. */
    public long failures() {
        return failures.values().stream().mapToLong(AtomicLong::get).sum();
    }

    public long deadLetters() {
        return dead.get();
    }

    /** The events that are not delivered yet, of the partitions that this process reads. */
    public long lag() {
        return lag;
    }

    public Optional<Instant> lastDelivery() {
        return lastDelivery;
    }

    /** Whether the target wants no more events. */
    public boolean isPaused() {
        return paused;
    }

    /** Why nothing is delivered now, or not everything; empty if all is well. */
    public Optional<String> problem() {
        return kafkaProblem.or(() -> failing.isEmpty() ? Optional.empty() : lastFailure.map(Failure::reason));
    }
}
