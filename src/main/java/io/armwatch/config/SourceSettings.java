package io.armwatch.config;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.armwatch.azure.ArmError;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** Binds the settings that each source has: whether it is watched, its schedule and its api-version. */
final class SourceSettings {
    private static final String SOURCES = "armwatch.sources";
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-[a-z]+)?");

    private final Keys keys;

    SourceSettings(Keys keys) {
        this.keys = keys;
    }

    /** The schedules of the sources that are watched. Those of all others are checked too. */
    Map<String, String> schedules() {
        Set<String> watched = watched();
        Map<String, String> schedules = new LinkedHashMap<>();
        for (Source source : Sources.scheduled()) {
            String schedule = keys.parsed(
                    Keys.SCHEDULE + source.name(),
                    text -> isSchedule(text) ? Optional.of(text) : Optional.empty(),
                    source.schedule(),
                    "a Quartz cron expression (seconds first), for example 0 0/5 * * * ?");
            if (watched.contains(source.name())) {
                schedules.put(source.name(), schedule);
            }
        }
        return schedules;
    }

    private static boolean isSchedule(String cron) {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            return expression.getNextValidTimeAfter(Date.from(Instant.now())) != null;
        } catch (ParseException e) {
            return false;
        }
    }

    private Set<String> watched() {
        Set<String> all = Sources.scheduled().stream().map(Source::name).collect(toCollection(LinkedHashSet::new));
        List<String> names = keys.optional(SOURCES).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            keys.addProblem(SOURCES, "no source is named; expected all, or a list such as " + example(all));
        }
        if (names.equals(List.of("all"))) {
            return all;
        }
        names.stream().filter(name -> !all.contains(name)).forEach(name -> reportUnknown(name, all));
        return Set.copyOf(names);
    }

    private void reportUnknown(String name, Set<String> all) {
        keys.addProblem(
                SOURCES,
                "there is no source '" + ArmError.presentable(name) + "'"
                        + Suggestion.similar(name, all)
                                .map(similar -> "; did you mean " + similar + "?")
                                .orElseGet(() -> "; expected all, or a list of " + String.join(", ", all)));
    }

    private static String example(Set<String> all) {
        return all.stream().limit(2).collect(joining(","));
    }

    /** The api-versions that the settings fix. Any well-formed one is allowed: Azure has versions that armwatch does not know yet. */
    Map<String, String> apiVersions() {
        Map<String, String> versions = new LinkedHashMap<>();
        for (Source source : Sources.scheduled()) {
            String version = keys.parsed(
                    Keys.API_VERSION + source.name(),
                    text -> text.isEmpty() || VERSION.matcher(text).matches() ? Optional.of(text) : Optional.empty(),
                    "",
                    "yyyy-mm-dd or yyyy-mm-dd-preview, for example "
                            + source.apiVersions().get(0));
            if (!version.isEmpty()) {
                versions.put(source.name(), version);
            }
        }
        return versions;
    }
}
