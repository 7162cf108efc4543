package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quartz.JobKey;
import org.quartz.Scheduler;

/** The files in {@code routes/sources}: each asks for scans of its source when its schedule says so. */
class SourceRoutesTest extends RouteTestSupport {
    static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes/sources"))) {
            return files.map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("direct:scan");
    }

    @ParameterizedTest
    @MethodSource("sources")
    void a_tick_asks_for_a_scan_of_the_source(String source) throws Exception {
        MockEndpoint scan = getMockEndpoint("mock:direct:scan");
        QuartzEndpoint schedule =
                (QuartzEndpoint) context.getRoute("poll-" + source).getEndpoint();
        Scheduler quartz = context.getComponent("quartz", QuartzComponent.class).getScheduler();
        quartz.triggerJob(JobKey.jobKey(
                schedule.getTriggerKey().getName(), schedule.getTriggerKey().getGroup()));

        await().until(() -> scan.getReceivedCounter() == 1);
        Exchange tick = scan.getReceivedExchanges().get(0);
        assertThat(tick.getMessage().getBody()).isEqualTo(source);
        assertThat(tick.getProperty(ScanTrigger.TICK, Boolean.class)).isTrue();
        assertThat(schedule.getCron())
                .isEqualTo(context.resolvePropertyPlaceholders("{{armwatch.schedule." + source + "}}"));
    }
}
