package io.armwatch.outlet.delivery;

/**
 * The failed attempts of one delivery. Only those that say something of the event count towards its end: a target that was away for a
 * day, and then fails once while it starts, has not refused the event.
 */
final class Attempts {
    /** Attempts of others that were already being made when the event failed first are at their end by now. */
    private static final int SETTLED = 2;

    private int all;
    private int refusals;
    private long othersBefore;

    /** @param deliveries of the outlet so far */
    void failed(Failure failure, long deliveries) {
        all++;
        if (failure.fault() == Fault.EVENT || failure.fault() == Fault.UNKNOWN) {
            refusals++;
            if (refusals <= SETTLED) {
                othersBefore = deliveries;
            }
        }
    }

    int all() {
        return all;
    }

    /** Those that failed because of the event, or for a reason that is not known. */
    int refusals() {
        return refusals;
    }

    /** Whether others were delivered since the event failed again. */
    boolean othersDelivered(long deliveries) {
        return deliveries > othersBefore;
    }
}
