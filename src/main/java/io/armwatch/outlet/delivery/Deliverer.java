package io.armwatch.outlet.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers one event: attempts until it is delivered, or among the dead letters, or must be left to another process. */
public final class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    static final int ATTEMPTS_OF_REFUSED = 3;
    static final int ATTEMPTS_OF_UNKNOWN = 10;

    private final Target target;
    private final Rules rules;
    private final Pace pace;
    private final Listener listener;
    private final Clock clock;

    /**
     * Where events go.
     *
     * @see #send
     */
    public interface Target {
        /** Makes one attempt; empty if the target has the event. */
        Optional<Failure> send(OutletEvent event);

        /**
         * Puts a record among the dead letters.
         *
         * @throws RuntimeException if Kafka does not accept it
         */
        void bury(Delivery delivery, Failure failure, int attempts);
    }

    /**
     * When to try again.
     *
     * @param maxAge the age at which an event goes to the dead letters; without it, only what the target refuses does
     */
    public record Rules(Backoff backoff, Optional<Duration> maxAge) {
        /**
         * Whether an event goes to the dead letters after its last attempt failed. While the outlet is paused, none does.
         *
         * @param refusals see {@link Attempts#refusals}
         * @param othersDelivered see {@link Attempts#othersDelivered}
         */
        boolean isDead(Failure failure, int refusals, boolean othersDelivered, Duration age) {
            boolean old = maxAge.filter(limit -> age.compareTo(limit) > 0).isPresent();
            return switch (failure.fault()) {
                case EVENT -> old || refusals >= ATTEMPTS_OF_REFUSED;
                case UNKNOWN -> old || (refusals >= ATTEMPTS_OF_UNKNOWN && othersDelivered);
                case TARGET -> old;
                case GONE -> false;
            };
        }
    }

    /** What is noted of deliveries. Called by many threads. */
    public interface Listener {
        void delivered();

        /** The number of deliveries so far. */
        long deliveries();

        /** An attempt failed, the first of a delivery or a later one. */
        void failed(Delivery delivery, Failure failure, int attempts);

        /** A delivery that had failed is at its end: delivered, dead or cancelled. */
        void ended(Delivery delivery);

        void buried(Delivery delivery, Failure failure);
    }

    public Deliverer(Target target, Rules rules, Pace pace, Listener listener, Clock clock) {
        this.target = target;
        this.rules = rules;
        this.pace = pace;
        this.listener = listener;
        this.clock = clock;
    }

    /** Returns when the delivery is at its end. */
    void deliver(Delivery delivery) {
        long dueAt = System.nanoTime();
        Attempts attempts = new Attempts();
        while (pace.await(delivery, dueAt)) {
            Optional<Failure> failed = attempt(delivery);
            if (failed.isEmpty()) {
                listener.delivered();
                delivery.finish();
                break;
            }
            Failure failure = failed.get();
            attempts.failed(failure, listener.deliveries());
            listener.failed(delivery, failure, attempts.all());
            if (isDead(delivery, failure, attempts) && bury(delivery, failure, attempts.all())) {
                break;
            }
            dueAt = System.nanoTime() + wait(failure, attempts.all()).toNanos();
        }
        if (attempts.all() > 0) {
            listener.ended(delivery);
        }
    }

    /** Whatever is thrown is a failure: a delivery that ended with it would be neither delivered nor committed, and nobody would know. */
    private Optional<Failure> attempt(Delivery delivery) {
        Optional<OutletEvent> event = delivery.event();
        if (event.isEmpty()) {
            return Optional.of(new Failure(Fault.EVENT, "The record is not a CloudEvent"));
        }
        try {
            return target.send(event.get());
        } catch (RuntimeException | Error e) {
            LOG.debug("An attempt ended unexpectedly", e);
            return Optional.of(Failure.of(e));
        }
    }

    private boolean isDead(Delivery delivery, Failure failure, Attempts attempts) {
        Duration age = Duration.between(Instant.ofEpochMilli(delivery.record().timestamp()), clock.instant());
        boolean others = attempts.othersDelivered(listener.deliveries());
        return delivery.event().isEmpty() || rules.isDead(failure, attempts.refusals(), others, age);
    }

    /** Until Kafka has accepted it, the event is not lost: it is tried again. */
    private boolean bury(Delivery delivery, Failure failure, int attempts) {
        try {
            target.bury(delivery, failure, attempts);
        } catch (RuntimeException | Error e) {
            LOG.debug("A dead letter was not accepted", e);
            listener.failed(
                    delivery,
                    new Failure(
                            Fault.TARGET,
                            "Kafka does not accept the event among the dead letters ("
                                    + e.getClass().getSimpleName() + "); it was refused with: " + failure.reason()),
                    attempts);
            return false;
        }
        listener.buried(delivery, failure);
        delivery.finish();
        return true;
    }

    private Duration wait(Failure failure, int attempts) {
        Duration wait = rules.backoff().after(attempts, failure);
        switch (failure.fault()) {
            case TARGET -> pace.hold(wait);
            case GONE -> pace.pause();
            case EVENT, UNKNOWN -> {}
        }
        return wait;
    }
}
