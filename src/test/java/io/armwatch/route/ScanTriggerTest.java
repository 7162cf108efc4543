package io.armwatch.route;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.ScanSchedulerFixture;
import io.armwatch.poll.queue.QueuedRequest;
import io.armwatch.poll.queue.RequestQueue;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The route, and not its id, says whether a schedule asks for a scan. */
class ScanTriggerTest {
    private final ScanScheduler scheduler = ScanSchedulerFixture.scans();
    private final ScanTrigger trigger = new ScanTrigger(scheduler);

    private static Exchange exchange(String routeId) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getExchangeExtension().setFromRouteId(routeId);
        exchange.getMessage().setBody(ScanSchedulerFixture.BATCH);
        return exchange;
    }

    /** As the constants of YAML are. */
    private static Exchange tick(String routeId) {
        Exchange exchange = exchange(routeId);
        exchange.setProperty("tick", "true");
        return exchange;
    }

    private void end(Exchange exchange) throws InterruptedException {
        RequestQueue queue = requireNonNull(trigger.begin(exchange));
        QueuedRequest only = queue.take().orElseThrow();
        queue.done(only);
        scheduler.ended(only.request().scan().run());
    }

    @Test
    void a_scan_starts_at_once_for_a_new_scope_and_otherwise_only_on_schedule() throws Exception {
        scheduler.open();
        end(exchange("scan-run"));
        assertThat(trigger.begin(exchange("poll-batch-account"))).isNull();

        end(tick("a-route-of-the-user-s"));
    }
}
