package io.armwatch.management.api;

import io.armwatch.management.api.ApiSources.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The state of the installation in one sentence. */
record StatusSentence(String level, int resources, int failing, int incidents, int sources, int subscriptions) {
    /** @param sinceComplete how long ago everything had been seen; empty if a scope has had no complete scan yet */
    String text(List<Problem> problems, Optional<Duration> sinceComplete) {
        return switch (level) {
            case "starting" -> "armwatch starts: the known states have not been read yet.";
            case "blind" -> "armwatch sees nothing: " + cause(problems) + ".";
            case "ok" -> "armwatch sees everything: " + what() + age(sinceComplete) + ".";
            default -> "armwatch needs attention: " + String.join(", ", attention(problems)) + ".";
        };
    }

    private String cause(List<Problem> problems) {
        return problems.stream()
                .filter(Problem::blind)
                .map(Problem::sentence)
                .findFirst()
                .orElse("none of " + count(resources, "resource") + " can be polled");
    }

    private List<String> attention(List<Problem> problems) {
        List<String> parts = new ArrayList<>();
        if (failing > 0) {
            parts.add(failing + " of " + count(resources, "resource") + " cannot be polled");
        }
        if (incidents > 0) {
            parts.add(incidents == 1 ? "1 incident is open" : incidents + " incidents are open");
        }
        problems.stream().findFirst().map(Problem::sentence).ifPresent(parts::add);
        return parts;
    }

    private String what() {
        return count(resources, "resource") + " of " + count(sources, "source") + " in "
                + count(subscriptions, "Azure subscription");
    }

    private static String age(Optional<Duration> sinceComplete) {
        return sinceComplete
                .map(age -> "; everything was seen within the last " + text(age))
                .orElse("; the first scans have not ended");
    }

    private static String text(Duration age) {
        long seconds = Math.max(1, age.toSeconds());
        if (seconds < 120) {
            return count(seconds, "second");
        }
        return seconds < 7200 ? count(seconds / 60, "minute") : count(seconds / 3600, "hour");
    }

    private static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d", number) + " " + what + (number == 1 ? "" : "s");
    }
}
