package io.armwatch.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What was promised, and what came of it.
 *
 * @param limit what the figure must not exceed
 */
record CostTarget(String what, double limit, double figure, String unit) {
    boolean held() {
        return figure <= limit;
    }

    static TextTable table(List<CostTarget> targets) {
        TextTable table = new TextTable("target", "at most", "is", "");
        targets.stream()
                .sorted(Comparator.comparing(CostTarget::held))
                .forEach(target -> table.row(
                        target.what,
                        text(target.limit) + target.unit,
                        text(target.figure) + target.unit,
                        target.word()));
        return table;
    }

    private String word() {
        return held() ? "held" : "missed";
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, number >= 10 ? "%.0f" : "%.2f", number);
    }
}
