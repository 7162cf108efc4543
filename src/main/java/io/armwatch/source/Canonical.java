package io.armwatch.source;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One order for lists whose order means nothing, and one casing for ids: Azure varies both between answers. */
public final class Canonical {
    private Canonical() {}

    /** The list ordered by a text of each element whatever its casing, and by all else where that is the same. */
    public static <T> List<T> ordered(List<T> list, Function<T, Optional<String>> by) {
        Comparator<T> order = Comparator.comparing(
                each -> by.apply(each).map(Canonical::lower).orElse(""));
        return list.stream().sorted(order.thenComparing(Object::toString)).toList();
    }

    /** As {@link #ordered}, by an ARM id. */
    public static <T> List<T> orderedById(List<T> list, Function<T, Optional<String>> id) {
        return ordered(list, id);
    }

    public static List<String> ordered(List<String> list) {
        return ordered(list, Optional::of);
    }

    /** A map keyed by ARM ids. */
    public static <V> Map<String, V> keyedById(Map<String, V> map) {
        Map<String, V> lower = new TreeMap<>();
        map.forEach((id, value) -> lower.put(lower(id), value));
        return Collections.unmodifiableMap(lower);
    }

    private static String lower(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
