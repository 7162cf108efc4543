package io.armwatch.poll.known;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The outcomes of the last polls of one resource, packed into one {@code long}: two bits each, the latest lowest. So a poll costs a
 * shift, and a resource eight bytes.
 */
final class RecentPolls {
    /** How many are shown; a {@code long} has room for 32. */
    static final int MOST = 20;

    private static final int BITS = 2;
    private static final long MASK = (1 << BITS) - 1;
    private static final PollOutcome[] OUTCOMES = PollOutcome.values();

    private RecentPolls() {}

    /** The outcomes after one more poll. */
    static long add(long packed, PollOutcome outcome) {
        return packed << BITS | outcome.bits();
    }

    /** The outcomes, the latest last. */
    static List<PollOutcome> list(long packed) {
        List<PollOutcome> outcomes = new ArrayList<>(MOST);
        long rest = packed;
        for (int i = 0; i < MOST && (rest & MASK) != 0; i++) {
            outcomes.add(OUTCOMES[(int) (rest & MASK) - 1]);
            rest >>>= BITS;
        }
        Collections.reverse(outcomes);
        return outcomes;
    }
}
