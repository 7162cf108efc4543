package io.armwatch.poll;

import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.signal.Signal;
import io.armwatch.signal.SignalListener;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Acts on signals, for the Azure subscriptions that this process holds. What arrives while no process holds a subscription is not lost:
 * the process that takes it over scans it at once.
 */
public final class SignalHandler implements SignalListener {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final ScanScheduler scheduler;
    private final SignalledPolls polls;
    private final SignalledScans scans;

    public SignalHandler(
            ScanScheduler scheduler, KnownStateCache cache, SecretsGate secrets, Clock clock, LongSupplier nanos) {
        this.scheduler = scheduler;
        this.polls = new SignalledPolls(scheduler, cache, secrets, clock, nanos);
        this.scans = new SignalledScans(scheduler, cache, nanos);
    }

    @Override
    public Outcome poll(Signal.Poll signal) {
        return scheduler.isOpen() ? polls.poll(signal.id()) : Outcome.ELSEWHERE;
    }

    @Override
    public Outcome scan(Signal.Scan signal) {
        return scheduler.isOpen() ? scans.scan(signal.what()) : Outcome.ELSEWHERE;
    }

    @Override
    public void sourceChanged(String source, boolean paused) {
        scheduler.followPause(source);
    }

    @Override
    public Duration startDue() {
        if (!scheduler.isOpen()) {
            return LATER;
        }
        boolean pollsWait = polls.startDue();
        boolean scansWait = scans.startDue();
        return pollsWait || scansWait ? SOON : LATER;
    }
}
