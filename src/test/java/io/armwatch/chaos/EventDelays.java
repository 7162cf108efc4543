package io.armwatch.chaos;

import io.armwatch.it.EventReader;
import io.armwatch.it.ReceivedEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.awaitility.Awaitility;

/** A consumer of committed records that measures the time from a change in Azure to its event. */
final class EventDelays implements AutoCloseable {
    private final EventReader reader;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private int read;

    EventDelays(ProcessGroup team) {
        reader = new EventReader(team.rig().brokers(), team.rig().name());
        var unused = timer.scheduleWithFixedDelay(this::listen, 0, 20, TimeUnit.MILLISECONDS);
    }

    private void listen() {
        try {
            hear(reader.told());
        } catch (RetriableException away) {
            // the next time
        }
    }

    private void hear(List<ReceivedEvent> told) {
        long now = System.nanoTime();
        for (ReceivedEvent event : told.subList(read, told.size())) {
            StateTransition.of(event)
                    .forEach(link -> heard.putIfAbsent(key(event.key(), link.path(), link.after()), now));
        }
        read = told.size();
    }

    private static String key(String resource, String path, String value) {
        return resource + " " + path + " " + value;
    }

    /** Waits until every change, or a later one, was published. */
    void awaitAll(List<ChangeLoad.Change> changes) {
        Map<String, String> last = new HashMap<>();
        changes.forEach(
                change -> last.put(change.key() + change.path(), key(change.key(), change.path(), change.value())));
        Awaitility.await("all changes told")
                .atMost(ProcessGroup.PATIENCE)
                .until(() -> heard.keySet().containsAll(last.values()));
    }

    /** Waits until so many more events were published. */
    void awaitMore(int count) {
        int until = heard.size() + count;
        Awaitility.await(count + " more told").atMost(ProcessGroup.PATIENCE).until(() -> heard.size() >= until);
    }

    /** The longest time from a change to its event; a change that polling missed is reported by the next one. */
    Duration worst(List<ChangeLoad.Change> changes) {
        Map<String, Long> next = new HashMap<>();
        long worst = 0;
        for (int i = changes.size() - 1; i >= 0; i--) {
            ChangeLoad.Change change = changes.get(i);
            String place = change.key() + change.path();
            Long at = heard.getOrDefault(
                    key(change.key(), change.path(), change.value()), next.getOrDefault(place, Long.MAX_VALUE));
            next.put(place, at);
            worst = Math.max(worst, at - change.at());
        }
        return Duration.ofNanos(worst);
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            if (timer.awaitTermination(30, TimeUnit.SECONDS)) {
                reader.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
