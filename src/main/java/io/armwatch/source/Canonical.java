package io.armwatch.source;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Puts unordered lists in one order and ids in one casing, because Azure varies both between responses. */
public final class Canonical {
    private Canonical() {}

    /** Sorts a list by a text of each element, case-insensitively, then by the whole element. */
    public static <T> List<T> ordered(List<T> list, Function<T, Optional<String>> by) {
        Comparator<T> order = Comparator.comparing(
                each -> by.apply(each).map(Canonical::lower).orElse(""));
        return list.stream().sorted(order.thenComparing(Object::toString)).toList();
    }

    /** Sorts a list by an ARM id of each element. */
    public static <T> List<T> orderedById(List<T> list, Function<T, Optional<String>> id) {
        return ordered(list, id);
    }

    public static List<String> ordered(List<String> list) {
        return ordered(list, Optional::of);
    }

    /** Lower-cases the ARM ids that are the keys of a map. */
    public static <V> Map<String, V> keyedById(Map<String, V> map) {
        Map<String, V> lower = new TreeMap<>();
        map.forEach((id, value) -> lower.put(lower(id), value));
        return Collections.unmodifiableMap(lower);
    }

    private static String lower(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
