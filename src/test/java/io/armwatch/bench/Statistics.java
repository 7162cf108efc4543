package io.armwatch.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Of at least one number. */
record Statistics(List<Double> sorted) {
    Statistics {
        sorted = sorted.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    static Statistics of(Collection<Double> numbers) {
        return new Statistics(List.copyOf(numbers));
    }

    double min() {
        return sorted.get(0);
    }

    double max() {
        return sorted.get(sorted.size() - 1);
    }

    /** Of an even count, the mean of the two in the middle. */
    double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest that at least this share of all does not exceed. */
    double percentile(double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %.0f, 99 %% %.0f, max %.0f of %d",
                median(),
                percentile(0.99),
                max(),
                sorted.size());
    }
}
