package io.armwatch.poll.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** The real trigger of {@code routes/poll.camel.yaml}. */
class ScheduleTriggersTest {
    private static CronTrigger trigger(Scheduler scheduler) throws Exception {
        TriggerKey key = scheduler
                .getTriggerKeys(GroupMatcher.anyTriggerGroup())
                .iterator()
                .next();
        return (CronTrigger) scheduler.getTrigger(key);
    }

    private static String uri(String cron) throws Exception {
        JsonNode from = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("routes/poll.camel.yaml").toFile())
                .at("/0/routeTemplate/from");
        StringBuilder uri = new StringBuilder(from.path("uri").asText().replace("{{source}}", "any") + "?");
        from.path("parameters")
                .properties()
                .forEach(each -> uri.append(each.getKey())
                        .append('=')
                        .append(each.getValue().asText().replace("{{cron}}", cron.replace(' ', '+')))
                        .append('&'));
        return uri.substring(0, uri.length() - 1);
    }

    private interface Check {
        void on(Scheduler scheduler) throws Exception;
    }

    private static void withTrigger(String cron, Check check) throws Exception {
        String uri = uri(cron);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri).to("log:tick");
                }
            });
            camel.start();
            check.on(camel.getComponent("quartz", QuartzComponent.class).getScheduler());
        }
    }

    /** Where the JVM's zone has summer time, nothing was polled in the hour that comes twice. */
    @Test
    void ticks_are_utc_in_whatever_zone_the_machine_is() throws Exception {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try {
            withTrigger("0 0 3 * * ?", scheduler -> {
                Instant clocksGoBack = Instant.parse("2026-10-25T01:00:00Z");
                CronTrigger trigger = trigger(scheduler)
                        .getTriggerBuilder()
                        .startAt(Date.from(clocksGoBack.minusSeconds(7200)))
                        .build();
                assertThat(trigger.getFireTimeAfter(Date.from(clocksGoBack)))
                        .isEqualTo(Date.from(Instant.parse("2026-10-25T03:00:00Z")));
            });
        } finally {
            TimeZone.setDefault(before);
        }
    }

    /** Else Quartz waits for the time at which the clock stood before. */
    @Test
    void after_the_clock_was_set_back_the_next_tick_is_the_next_by_the_new_time() throws Exception {
        withTrigger("0 0/5 * * * ?", scheduler -> {
            Date before = Date.from(Instant.now().plus(Duration.ofHours(3)));
            CronTrigger trigger = trigger(scheduler);
            scheduler.rescheduleJob(
                    trigger.getKey(),
                    trigger.getTriggerBuilder().startAt(before).build());
            assertThat(trigger(scheduler).getNextFireTime()).isAfterOrEqualTo(before);
            ScheduleTriggers.rearm(scheduler, Clock.systemUTC());

            assertThat(trigger(scheduler).getNextFireTime().toInstant())
                    .isBetween(Instant.now().minusSeconds(1), Instant.now().plusSeconds(301));
        });
    }
}
