package io.armwatch.source;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;

/** The schedules of all sources, as the settings have them by default. */
public final class DefaultSchedules {
    public static final Map<String, String> ALL =
            Sources.scheduled().stream().collect(toUnmodifiableMap(Source::name, Source::schedule));

    private DefaultSchedules() {}
}
