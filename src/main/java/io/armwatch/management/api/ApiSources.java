package io.armwatch.management.api;

import io.armwatch.config.Settings;
import io.armwatch.management.view.InstallationView;
import io.armwatch.outlet.Outlets;
import io.armwatch.poll.LocalPolling;
import io.armwatch.poll.plan.Schedules;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the API reads from.
 *
 * @param view the whole installation
 * @param polling what only this process knows
 * @param process this process
 * @param problems what is wrong with this process, as sentences; the gravest first
 * @param paused whether a source is paused
 * @param outlets the outlets of this process
 */
public record ApiSources(
        InstallationView view,
        LocalPolling polling,
        Settings.Watch watch,
        Self process,
        Supplier<List<Problem>> problems,
        Predicate<String> paused,
        Outlets outlets,
        Clock clock) {
    /**
     * This process.
     *
     * @param address host and port of its status page
     * @param signals whether it takes signals, and so whether the page has buttons
     */
    public record Self(String version, String address, Instant startedAt, boolean signals) {}

    /**
     * Something that is wrong.
     *
     * @param blind whether nothing can be seen or published because of it
     */
    public record Problem(boolean blind, String sentence) {}

    Schedules schedules() {
        return new Schedules(watch.schedules());
    }

    Instant now() {
        return clock.instant();
    }

    /** The process that holds an Azure subscription; null if that is not known. */
    @Nullable
    ProcessInfo owner(String subscription) {
        return view.processes()
                .of(subscription)
                .map(owner -> ProcessInfo.of(owner, process.address()))
                .orElse(null);
    }
}
