package io.armwatch.route;

import io.armwatch.change.Observation;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.scan.FinishedScans;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Reports scans that have ended, many at a time. */
public final class FinishedScansReport {
    private final ScanScheduler scheduler;

    public FinishedScansReport(ScanScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Takes what the scans have to report that have ended meanwhile. They end with the exchange, which sends that.
     *
     * @return the observations to send
     */
    public List<Observation> take(Exchange exchange) {
        FinishedScans.Batch batch = scheduler.endings();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange sent) {
                batch.sent();
            }
        });
        return batch.observations();
    }
}
