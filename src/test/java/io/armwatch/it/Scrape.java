package io.armwatch.it;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One answer of {@code /observe/metrics}. */
record Scrape(String text) {
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) \\S.*$");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)$");

    static Scrape of(ArmwatchFixture armwatch) {
        return new Scrape(armwatch.text("/observe/metrics").orElseThrow());
    }

    /** The types of the metrics by their names. */
    Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        Matcher matcher = TYPE.matcher(text);
        while (matcher.find()) {
            types.put(matcher.group(1), matcher.group(2));
        }
        return types;
    }

    /** The names of the metrics with a description. */
    Set<String> described() {
        return HELP.matcher(text).results().map(each -> each.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of all series, as a query uses them. */
    Set<String> series() {
        return SERIES.matcher(text).results().map(each -> each.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values of the series with this name whose labels contain all of these. */
    List<Double> values(String name, String... labels) {
        return SERIES.matcher(text)
                .results()
                .filter(each -> each.group(1).equals(name))
                .filter(each -> List.of(labels).stream().allMatch(String.valueOf(each.group(2))::contains))
                .map(each -> Double.parseDouble(each.group(3)))
                .toList();
    }
}
