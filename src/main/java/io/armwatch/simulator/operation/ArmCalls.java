package io.armwatch.simulator.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Calls to the simulated ARM in the order of arrival. {@link #of}, {@link #on} and so on select some of them.
 *
 * <pre>{@code
 * assertThat(simulator.calls().of(subscription).reads().busiest(Duration.ofSeconds(10))).isLessThanOrEqualTo(250);
 * assertThat(simulator.calls().early(Duration.ofMillis(200))).isEmpty();
 * }</pre>
 */
public record ArmCalls(List<ArmCall> all) {
    public ArmCalls {
        all = List.copyOf(all);
    }

    /** The calls of one Azure subscription. */
    public ArmCalls of(String subscription) {
        return where(call -> call.subscription().equalsIgnoreCase(subscription));
    }

    public ArmCalls reads() {
        return where(call -> !call.write());
    }

    public ArmCalls writes() {
        return where(ArmCall::write);
    }

    /** The calls whose path contains a part, case-insensitively. */
    public ArmCalls on(String part) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return where(call -> call.path().toLowerCase(Locale.ROOT).contains(wanted));
    }

    public ArmCalls where(Predicate<ArmCall> wanted) {
        return new ArmCalls(all.stream().filter(wanted).toList());
    }

    public int count() {
        return all.size();
    }

    /** Every Azure subscription that was called, lower-cased. */
    public List<String> subscriptions() {
        return all.stream().map(ArmCall::subscription).distinct().sorted().toList();
    }

    /** The largest number of calls in any window of this length; calls at both of its ends count. */
    public int busiest(Duration window) {
        Deque<Instant> within = new ArrayDeque<>();
        int most = 0;
        for (Instant at : all.stream().map(ArmCall::at).sorted().toList()) {
            within.addLast(at);
            while (within.getFirst().plus(window).isBefore(at)) {
                within.removeFirst();
            }
            most = Math.max(most, within.size());
        }
        return most;
    }

    /**
     * The calls that ignored a {@code Retry-After}; {@link ArmCall} says which calls it applies to. Calls that arrive
     * within the grace period after that response do not count, because they were already in flight.
     */
    public List<ArmCall> early(Duration grace) {
        List<ArmCall> asking =
                all.stream().filter(call -> call.retryAt().isPresent()).toList();
        return all.stream()
                .filter(call -> asking.stream().anyMatch(ask -> isEarly(ask, call, grace)))
                .toList();
    }

    private static boolean isEarly(ArmCall ask, ArmCall call, Duration grace) {
        return ask.delays(call)
                && ask.answered()
                        .filter(answered -> call.at().isAfter(answered.plus(grace)))
                        .isPresent()
                && ask.retryAt().filter(call.at()::isBefore).isPresent();
    }
}
