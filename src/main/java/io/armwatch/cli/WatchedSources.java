package io.armwatch.cli;

import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All sources, for what goes for each of them alike: what the simulator serves, and one schedule for all. */
final class WatchedSources {
    private WatchedSources() {}

    static List<String> names() {
        return Sources.scheduled().stream().map(Source::name).toList();
    }

    /** Settings that give every source the same schedule. */
    static Map<String, String> schedules(String cron) {
        return names().stream()
                .map(name -> "armwatch.schedule." + name)
                .collect(Collectors.toMap(Function.identity(), key -> cron));
    }
}
