package io.armwatch.route;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.route.Plan.Part;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the schedules fit the budget, by what the scopes name and by what is known of the lists among them. */
final class BudgetReport {
    private static final double PAGE = 100;

    private final Settings settings;
    private final Plan plan;
    private final Memory memory;

    BudgetReport(Settings settings, Plan plan, Memory memory) {
        this.settings = settings;
        this.plan = plan;
        this.memory = memory;
    }

    /** A line for each source and Azure subscription whose scan takes longer than its period allows; none where all fit. */
    List<String> lines(Instant now) {
        List<String> lines = new ArrayList<>();
        Schedules schedules = new Schedules(settings.watch().schedules());
        for (String source : settings.watch().schedules().keySet()) {
            Duration period = schedules.period(source, now);
            plan.parts(source).forEach((subscription, parts) -> {
                for (Kind kind : Kind.values()) {
                    line(source, subscription, parts, kind, period, lines);
                }
            });
        }
        return lines;
    }

    private void line(
            String source, String subscription, List<Part> parts, Kind kind, Duration period, List<String> lines) {
        double calls = parts.stream().mapToDouble(part -> calls(part, kind)).sum();
        double perSecond = kind.perSecond() * settings.azure().budgetShare();
        double seconds = calls / perSecond;
        if (seconds > period.toSeconds()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s in subscription %s does not fit ARM's budget: %d resources need %.0f %s each scan, that is %.1f minutes at"
                            + " %.1f a second (armwatch.budget.share=%s), but armwatch.schedule.%s scans every %.1f minutes."
                            + " Scan less often, watch less, or raise armwatch.budget.share",
                    source,
                    subscription,
                    parts.stream().mapToInt(this::resources).sum(),
                    calls,
                    kind.name().toLowerCase(Locale.ROOT),
                    seconds / 60,
                    perSecond,
                    settings.azure().budgetShare(),
                    source,
                    period.toSeconds() / 60.0));
        }
    }

    /** The calls of one scan: for a list its pages, and one for each resource that a list does not show whole. */
    private double calls(Part part, Kind kind) {
        Source source = part.source();
        Kind eachKind = source.action().isPresent() ? Kind.WRITES : Kind.READS;
        if (part.list().isEmpty()) {
            return kind == eachKind ? 1 : 0;
        }
        boolean withSecrets =
                settings.watch().apimKeys() && Sources.beside(source).isPresent();
        boolean each = source.action().isPresent() || withSecrets;
        int resources = resources(part);
        double lists = kind == Kind.READS ? lists(part) + resources / PAGE : 0;
        return lists + (each && kind == eachKind ? resources : 0);
    }

    private int resources(Part part) {
        return part.list().isEmpty() ? 1 : known(part, part.source().type().fullName());
    }

    private double lists(Part part) {
        Source source = part.source();
        int levels = source.type().levels().size();
        int start = part.list().map(Plan.Start::level).orElse(0);
        return levels - start > 1
                ? 1
                        + memory.keys(part.below()).stream()
                                .filter(key -> isOf(key, source.type().fullName()))
                                .map(key -> key.substring(0, key.lastIndexOf('/')))
                                .distinct()
                                .count()
                : 1;
    }

    private int known(Part part, String type) {
        return (int) memory.keys(part.below()).stream()
                .filter(key -> isOf(key, type))
                .count();
    }

    private static boolean isOf(String key, String type) {
        return !key.contains(Target.LIST) && ArmId.of(key).type().equalsIgnoreCase(type);
    }
}
