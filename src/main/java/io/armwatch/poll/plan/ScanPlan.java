package io.armwatch.poll.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Exclusions;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.Scope;
import io.armwatch.azure.Scope.Every;
import io.armwatch.azure.Scope.Everything;
import io.armwatch.azure.Scope.One;
import io.armwatch.change.Target;
import io.armwatch.config.Settings;
import io.armwatch.poll.known.Digest;
import io.armwatch.poll.list.Listing;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** What to scan, derived from the scopes: the parts for each source and Azure subscription, each resource once. */
public final class ScanPlan {
    private final Map<String, Map<String, List<Part>>> parts = new LinkedHashMap<>();
    /** Caches {@link #singlesCoverage}, by source and Azure subscription. */
    private final ConcurrentMap<String, String> singles = new ConcurrentHashMap<>();
    /** By part: the narrower parts that its lists cover. */
    private final Map<String, List<Part>> covered = new HashMap<>();

    /**
     * One scope as one source scans it.
     *
     * @param id the id under which its scans are reported
     * @param below the id above every resource that it can find
     * @param list the first list to read; empty for a single resource
     * @param types the types of its resources, some or all of its source's
     * @param exclusions what it leaves out
     */
    public record Part(
            Source source,
            String scope,
            ArmId id,
            ArmId below,
            Optional<Start> list,
            List<ResourceType> types,
            Exclusions exclusions) {
        public Part {
            types = List.copyOf(types);
        }

        /** A scope in which a source scans all of its types. */
        public Part(Source source, String scope, ArmId id, ArmId below, Optional<Start> list) {
            this(source, scope, id, below, list, source.types(), Exclusions.NONE);
        }

        private Part withTypes(List<ResourceType> others) {
            return new Part(source, scope, id, below, list, others, exclusions);
        }

        private Part without(Exclusions others) {
            return new Part(source, scope, id, below, list, types, others.below(below));
        }

        /** This part together with one that begins with the same list, in the order of the source's types. */
        private Part and(Part other) {
            return withTypes(source.types().stream()
                    .filter(type -> types.contains(type) || other.types().contains(type))
                    .toList());
        }

        /** Whether the lists of another part hold every resource of a type of this part. */
        boolean isCoveredBy(Part other, ResourceType type) {
            boolean wider = !other.below().equals(below)
                    || other.id().key().length() < id.key().length();
            return wider
                    && other.types().contains(type)
                    && (below.key() + "/").startsWith(other.below().key() + "/");
        }

        /** The target of its first request. */
        public Target target() {
            return list.map(start -> Sources.listTarget(source, start.id()))
                    .orElseGet(() -> new Target(source.name(), id, source.keySuffix()));
        }

        public Listing listing() {
            Start start = list.orElseThrow();
            return new Listing(start.id(), types, start.level());
        }

        /** Whether it is a single resource, polled without a list. */
        public boolean isSingle() {
            return list.isEmpty();
        }

        /** What it covers, as text; two parts of a source have the same text only if they cover the same resources. */
        public String coverage() {
            String some = types.equals(source.types())
                    ? ""
                    : types.stream().map(ResourceType::fullName).collect(joining(", ", " of ", ""));
            String without = exclusions.keys().isEmpty() ? "" : " without " + exclusions.text();
            return below().key() + list.map(start -> " by " + start.id().key()).orElse("") + some + without;
        }

        /** The part that stands for all single resources of its source and Azure subscription, which share one scan. */
        public Part subscriptionPart() {
            String scope = id.text()
                    .substring(
                            0, "/subscriptions/".length() + id.subscriptionId().length());
            return new Part(source, scope, ArmId.of(scope), ArmId.of(scope), Optional.empty());
        }
    }

    /**
     * The list with which a scan begins.
     *
     * @param level which level of the source's type it lists, from 0
     */
    public record Start(ArmId id, int level) {}

    public static ScanPlan of(Settings.Watch watch) {
        return of(watch.scopes(), watch.sources(), watch.exclusions());
    }

    /** A plan for scopes, of which those of the tenant count for nothing until their lists are read. */
    static ScanPlan of(List<Scope> scopes, List<Source> sources, Exclusions exclusions) {
        Map<String, Part> all = new LinkedHashMap<>();
        scopes.stream()
                .flatMap(scope -> sources.stream().flatMap(source -> part(source, scope).stream()))
                .filter(part -> !exclusions.contain(part.id())
                        && !exclusions.contain(part.target().id()))
                .forEach(part -> all.merge(key(part), part.without(exclusions), Part::and));
        Map<String, List<Part>> lists = all.values().stream()
                .filter(part -> part.list().isPresent())
                .collect(groupingBy(part -> part.below().key()));
        ScanPlan plan = new ScanPlan();
        all.values().forEach(part -> plan.add(part, lists));
        return plan;
    }

    /** Adds a part for the types that the lists of no other part hold, and one for each wider part with the types that it covers. */
    private void add(Part part, Map<String, List<Part>> lists) {
        Map<Optional<Part>, List<ResourceType>> types = new LinkedHashMap<>();
        for (ResourceType type : part.types()) {
            types.computeIfAbsent(covering(part, type, lists), covering -> new ArrayList<>())
                    .add(type);
        }
        types.forEach((covering, covered) -> add(part.withTypes(covered), covering));
    }

    /** The parts of the scopes that name a resource or a list, even if a wider scope covers them. */
    public static List<Part> named(Settings.Watch watch) {
        return watch.scopes().stream()
                .filter(scope -> !(scope instanceof Everything))
                .flatMap(scope -> watch.sources().stream().flatMap(source -> part(source, scope).stream()))
                .filter(part -> !watch.exclusions().contain(part.id()))
                .toList();
    }

    private static String key(Part part) {
        return part.source().name() + part.id().key();
    }

    /** The widest part whose lists hold every resource of a type of a part. */
    private static Optional<Part> covering(Part part, ResourceType type, Map<String, List<Part>> lists) {
        Optional<Part> widest = Optional.empty();
        String below = lists.isEmpty() ? "" : part.below().key();
        for (int end = below.length(); end > 0; end = below.lastIndexOf('/', end - 1)) {
            widest = lists.getOrDefault(below.substring(0, end), List.of()).stream()
                    .filter(other -> other.source() == part.source() && part.isCoveredBy(other, type))
                    .min(comparingInt(other -> other.id().key().length()))
                    .or(alternative(widest));
        }
        return widest;
    }

    private static Supplier<Optional<Part>> alternative(Optional<Part> before) {
        return () -> before;
    }

    private void add(Part part, Optional<Part> covering) {
        covering.ifPresentOrElse(
                wider -> covered.computeIfAbsent(key(wider), key -> new ArrayList<>())
                        .add(part),
                () -> add(part));
    }

    /** The narrower parts that the lists of a part cover; they are scanned instead if those lists cannot be read. */
    public List<Part> covered(Part part) {
        return covered.getOrDefault(key(part), List.of());
    }

    private void add(Part part) {
        parts.computeIfAbsent(part.source().name(), name -> new LinkedHashMap<>())
                .computeIfAbsent(part.id().subscriptionId().toLowerCase(Locale.ROOT), subscription -> new ArrayList<>())
                .add(part);
    }

    private static Optional<Part> part(Source source, Scope scope) {
        if (scope instanceof One one) {
            return own(source, one.type()).map(type -> single(source, one.text(), one.id(), type));
        }
        if (scope instanceof Every every) {
            return own(source, every.type()).map(type -> every(source, every.text(), type));
        }
        return scope instanceof Everything everything ? everything(source, everything) : Optional.empty();
    }

    private static Optional<Part> everything(Source source, Everything everything) {
        ArmId id = everything.id();
        ResourceType type = source.types().get(0);
        if (type.isSubscription()) {
            return type.isTypeOf(id) ? Optional.of(single(source, everything.text(), id, type)) : Optional.empty();
        }
        ArmId list = ArmId.of(id.text() + "/providers/" + type.prefix(1));
        return Optional.of(new Part(source, everything.text(), id, id, Optional.of(new Start(list, 0))));
    }

    /** The same type among those of a source. */
    private static Optional<ResourceType> own(Source source, ResourceType type) {
        return source.types().stream()
                .filter(own -> own.fullName().equalsIgnoreCase(type.fullName()))
                .findFirst();
    }

    private static Part single(Source source, String text, ArmId id, ResourceType type) {
        return new Part(source, text, id, id, Optional.empty(), List.of(type), Exclusions.NONE);
    }

    private static Part every(Source source, String text, ResourceType type) {
        ArmId list = ArmId.of(text.substring(0, text.indexOf("/*")));
        int level = (int) list.type().chars().filter(c -> c == '/').count() - 1;
        ArmId below = list.resourceGroup().isPresent() ? list : ArmId.of("/subscriptions/" + list.subscriptionId());
        return new Part(source, text, list, below, Optional.of(new Start(list, level)), List.of(type), Exclusions.NONE);
    }

    /** The coverage of the scan that all single resources of a source and Azure subscription share, see {@link Part#coverage}. */
    public String singlesCoverage(String source, String subscription) {
        return singles.computeIfAbsent(
                source + subscription, same -> digest(parts(source).getOrDefault(subscription, List.of())));
    }

    private static String digest(List<Part> parts) {
        byte[] keys = parts.stream()
                .filter(Part::isSingle)
                .map(part -> part.id().key() + '\n')
                .sorted()
                .collect(joining())
                .getBytes(UTF_8);
        return "named " + Digest.of(keys).shortHex();
    }

    /** The parts of a source, by lower-cased Azure subscription. */
    public Map<String, List<Part>> parts(String source) {
        return parts.getOrDefault(source, Map.of());
    }

    /** The sources that have parts. */
    public Set<String> sources() {
        return parts.keySet();
    }

    /** The sources that read a list, as the first one of a part or because they read the lists of its parents. */
    public Set<String> readers(ArmId list) {
        String subscription = list.subscriptionId().toLowerCase(Locale.ROOT);
        String type = list.type().toLowerCase(Locale.ROOT) + "/";
        return parts.keySet().stream()
                .filter(source -> parts(source).getOrDefault(subscription, List.of()).stream()
                        .anyMatch(part -> isReader(part, list, type)))
                .collect(toCollection(TreeSet::new));
    }

    private static boolean isReader(Part part, ArmId list, String type) {
        if (part.isSingle()
                || part.source().types().stream()
                        .noneMatch(each -> (each.fullName().toLowerCase(Locale.ROOT) + "/").startsWith(type))) {
            return false;
        }
        Start start = part.list().orElseThrow();
        long level = type.chars().filter(c -> c == '/').count() - 2;
        return start.id().equals(list)
                || (level > start.level() && list.key().startsWith(part.below().key() + "/"));
    }

    /** The lower-cased Azure subscriptions in which something is watched. */
    public Set<String> subscriptions() {
        return parts.values().stream().map(Map::keySet).flatMap(Set::stream).collect(toCollection(TreeSet::new));
    }

    public List<Part> all() {
        return parts.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .flatMap(List::stream)
                .toList();
    }
}
