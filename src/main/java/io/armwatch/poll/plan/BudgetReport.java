package io.armwatch.poll.plan;

import static java.util.stream.Collectors.joining;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Budget.Kind;
import io.armwatch.azure.ResourceType;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.poll.known.KnownStateCache;
import io.armwatch.poll.list.Listing;
import io.armwatch.poll.plan.ScanPlan.Part;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks whether the schedules fit the budget: counts the resources that scopes name, and the known resources of their lists. */
public final class BudgetReport {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetReport.class);
    private static final double PAGE = 100;

    private final Settings settings;
    private final Supplier<ScanPlan> plans;
    private final KnownStateCache cache;
    private final Schedules schedules;
    private final ConcurrentMap<String, Duration> periods = new ConcurrentHashMap<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    public BudgetReport(Settings settings, Supplier<ScanPlan> plans, KnownStateCache cache) {
        this.settings = settings;
        this.plans = plans;
        this.cache = cache;
        this.schedules = new Schedules(settings.watch().schedules());
    }

    /** Warns once for each Azure subscription whose schedules do not fit. Lists show only when they are read how much there is to poll. */
    public void warn(String subscription, Instant now) {
        if (!warned.contains(subscription)) {
            List<String> lines = lines(subscription, now);
            lines.forEach(LOG::warn);
            if (!lines.isEmpty()) {
                warned.add(subscription);
            }
        }
    }

    /** One sentence for each kind of request of which the scans of an Azure subscription need more than the budget allows. */
    public List<String> lines(String subscription, Instant now) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> line(subscription, kind, now).stream())
                .toList();
    }

    /** The requests of one kind that the scans of one source need. */
    private record Need(String source, int resources, double calls, Duration period) {
        double perSecond() {
            return calls / period.toSeconds();
        }

        String text(Kind kind, double allowed) {
            return String.format(
                    Locale.ROOT,
                    "%s: %d resources, %.0f %s each scan, %.1f minutes of the budget, every %.1f minutes",
                    source,
                    resources,
                    calls,
                    kind.text(),
                    calls / allowed / 60,
                    period.toSeconds() / 60.0);
        }
    }

    private Optional<String> line(String subscription, Kind kind, Instant now) {
        List<Need> needs = settings.watch().schedules().keySet().stream()
                .sorted()
                .map(source -> need(source, subscription, kind, now))
                .filter(need -> need.calls() > 0)
                .toList();
        double needed = needs.stream().mapToDouble(Need::perSecond).sum();
        double allowed = kind.perSecond() * settings.azure().budgetShare();
        if (needed <= allowed) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "The schedules do not fit ARM's budget in subscription %s: they need %.1f %s a second, and %.1f are allowed"
                        + " (armwatch.budget.share=%s). %s. Scan less often, watch less, or raise armwatch.budget.share",
                subscription,
                needed,
                kind.text(),
                allowed,
                settings.azure().budgetShare(),
                needs.stream().map(need -> need.text(kind, allowed)).collect(joining("; "))));
    }

    private Need need(String source, String subscription, Kind kind, Instant now) {
        List<Part> parts = plans.get().parts(source).getOrDefault(subscription, List.of());
        return new Need(
                source,
                parts.stream().mapToInt(this::resources).sum(),
                parts.stream().mapToDouble(part -> calls(part, kind)).sum(),
                kind == Kind.WRITES && settings.watch().onSignal().contains(source)
                        ? Duration.ofDays(1)
                        : periods.computeIfAbsent(source, same -> schedules.period(source, now)));
    }

    /** The requests of one scan: the pages of a list, and one for each resource whose state is not in the list. */
    private double calls(Part part, Kind kind) {
        Source source = part.source();
        Kind eachKind = source.action().isPresent() ? Kind.WRITES : Kind.READS;
        if (part.list().isEmpty()) {
            return kind == eachKind ? 1 : 0;
        }
        boolean withSecrets =
                settings.watch().apimKeys() && Sources.secondView(source).isPresent();
        boolean each = !source.listsWholeItems() || withSecrets;
        int resources = resources(part);
        double lists = kind == Kind.READS ? lists(part) + resources / PAGE : 0;
        return lists + (each && kind == eachKind ? resources : 0);
    }

    private int resources(Part part) {
        return part.list().isEmpty() ? 1 : known(part);
    }

    /** One list, plus those of the children of each known resource above the resources that the scan polls. */
    private double lists(Part part) {
        Listing first = part.listing();
        if (part.types().stream().allMatch(type -> type.levels().size() == first.level() + 1)) {
            return 1;
        }
        Set<String> lists = new HashSet<>();
        cache.keys(part.below()).stream()
                .filter(key -> !key.contains(Target.LIST))
                .forEach(key -> addLists(key, part.types(), first.level(), lists));
        return 1.0 + lists.size();
    }

    /** Adds the lists below a known resource and below those above it, as far as they lead to resources of these types. */
    private static void addLists(String key, List<ResourceType> types, int firstLevel, Set<String> lists) {
        ArmId id = ArmId.of(key);
        for (ResourceType type : types) {
            type.levelOf(id)
                    .filter(level ->
                            level >= firstLevel && level + 1 < type.levels().size())
                    .ifPresent(level -> lists.add(
                            id.key() + "/" + type.levels().get(level + 1).type()));
        }
        if (ScopeCoverage.isNested(id)) {
            String list = key.substring(0, key.lastIndexOf('/'));
            addLists(list.substring(0, list.lastIndexOf('/')), types, firstLevel, lists);
        }
    }

    /** The known resources of a part that are not deleted. */
    private int known(Part part) {
        Source source = part.source();
        return (int) cache.keys(part.below()).stream()
                .filter(key -> !key.contains(Target.LIST))
                .filter(key -> part.types().stream().anyMatch(type -> type.isTypeOf(ArmId.of(key))))
                .filter(key -> cache.recall(new Target(source.name(), ArmId.of(key), source.keySuffix()))
                        .map(known -> !known.isGone())
                        .orElse(false))
                .count();
    }
}
