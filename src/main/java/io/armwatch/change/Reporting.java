package io.armwatch.change;

/**
 * What is published although nothing has changed. Failures, expiries and overdue keys are published in any case.
 *
 * @param completeScans whether {@code scan.completed} is published for complete scans too, not only for incomplete ones
 * @param firstScans whether {@code resource.discovered} is published for what the first scan of a scope finds
 */
public record Reporting(boolean completeScans, boolean firstScans) {
    public static final Reporting ALL = new Reporting(true, true);
}
