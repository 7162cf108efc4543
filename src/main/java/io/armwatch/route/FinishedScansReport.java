package io.armwatch.route;

import io.armwatch.change.Observation;
import io.armwatch.poll.ScanScheduler;
import io.armwatch.poll.scan.FinishedScans;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Sends the observations of finished scans in batches. */
public final class FinishedScansReport {
    private final ScanScheduler scheduler;

    public FinishedScansReport(ScanScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Takes the observations of the scans that have finished since the last call. Their scan runs end when the exchange is done.
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
