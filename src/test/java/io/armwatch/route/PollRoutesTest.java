package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.armwatch.change.Observation.Scanned;
import io.armwatch.change.Observation.Seen;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;

/** {@code routes/poll.camel.yaml}: from a tick to the end of its scan run. */
class PollRoutesTest extends RouteTestSupport {
    @Test
    void a_tick_of_the_schedule_starts_a_scan_run() throws Exception {
        QuartzEndpoint schedule =
                (QuartzEndpoint) context.getRoute("poll-" + SOURCE).getEndpoint();
        context.getComponent("quartz", QuartzComponent.class)
                .getScheduler()
                .triggerJob(JobKey.jobKey(
                        schedule.getTriggerKey().getName(),
                        schedule.getTriggerKey().getGroup()));

        await().until(() -> polls().size() == 2);
    }

    @Test
    void of_what_is_unchanged_nothing_reaches_kafka() {
        tick();

        assertThat(polls()).hasSize(2);
        assertThat(sent()).isEmpty();
    }

    @Test
    void a_change_reaches_kafka_as_an_observation() {
        reply(FIRST, RouteTestSupport::rotated);
        tick();

        assertThat(sent(Seen.class))
                .singleElement()
                .satisfies(seen -> assertThat(seen.target().id()).isEqualTo(FIRST.id()));
        assertThat(polls()).as("the worker goes on").hasSize(2);
    }

    @Test
    void a_scan_run_ends_when_its_end_has_been_sent() {
        tick();
        tick();
        assertThat(polls()).as("the first scan run still runs").hasSize(2);

        endScans();
        assertThat(sent(Scanned.class))
                .singleElement()
                .satisfies(end -> assertThat(end.scan().complete()).isTrue());
        tick();
        assertThat(polls()).hasSize(4);
    }

    @Test
    void without_a_tick_only_what_is_new_to_this_process_is_scanned() {
        template.sendBody("direct:scan", SOURCE);
        endScans();
        template.sendBody("direct:scan", SOURCE);

        assertThat(polls()).hasSize(2);
    }
}
