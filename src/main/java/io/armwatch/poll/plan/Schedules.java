package io.armwatch.poll.plan;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** When each source is polled next. Cron expressions are evaluated in UTC, whatever zone the machine is in. */
public record Schedules(Map<String, String> crons) {
    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

    public Schedules {
        crons = Map.copyOf(crons);
    }

    /** The next tick of a source after an instant; empty if there is none. */
    public Optional<Instant> next(String source, Instant after) {
        return Optional.ofNullable(crons.get(source)).flatMap(cron -> next(after, cron));
    }

    /** The time between the next two ticks of a source; a day if it has no schedule. */
    public Duration period(String source, Instant after) {
        return next(source, after)
                .flatMap(first -> next(source, first).map(second -> Duration.between(first, second)))
                .orElse(Duration.ofDays(1));
    }

    private static Optional<Instant> next(Instant after, String cron) {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(UTC);
            return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after)))
                    .map(Date::toInstant);
        } catch (ParseException e) {
            throw new IllegalStateException("invalid cron expression, although the settings were checked: " + cron, e);
        }
    }
}
