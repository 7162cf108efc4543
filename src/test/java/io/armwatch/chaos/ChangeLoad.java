package io.armwatch.chaos;

import io.armwatch.it.ReceivedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** Changes one resource after the other, chosen at random, to what it never was. */
final class ChangeLoad implements AutoCloseable {
    private final ProcessGroup team;
    private final Random random;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> running;

    /**
     * A change that was made.
     *
     * @param key of the resource
     * @param path where it changed
     * @param value the value there since, as events report it
     * @param at a moment of {@link System#nanoTime} before it
     */
    record Change(String key, String path, String value, long at) {}

    ChangeLoad(ProcessGroup team, long seed, Duration every) {
        this.team = team;
        this.random = new Random(seed);
        running = timer.scheduleAtFixedRate(this::change, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void change() {
        String id = team.ids().get(random.nextInt(team.ids().size()));
        long at = System.nanoTime();
        String path;
        if (id.contains("/Microsoft.Maps/")) {
            String key = random.nextBoolean() ? "primary" : "secondary";
            path = "/" + key + "Key";
            team.shown().change(id, "POST", id + "/regenerateKey", "{\"keyType\":\"" + key + "\"}");
        } else {
            path = "/tags/round";
            team.shown().change(id, "PATCH", id, "{\"tags\":{\"round\":\"" + (changes.size() + 1) + "\"}}");
        }
        String value = StateTransition.text(team.shown().last(id).at(path));
        changes.add(new Change(ReceivedEvent.key(id), path, value, at));
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    /** Waits until so many more changes have been made. */
    void await(int more) {
        int until = changes.size() + more;
        Awaitility.await(more + " changes").until(() -> changes.size() >= until || running.isDone());
    }

    /** Ends it. */
    List<Change> end() {
        close();
        try {
            running.get(1, TimeUnit.SECONDS);
        } catch (CancellationException ended) {
            return changes();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the load broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return changes();
    }

    @Override
    public void close() {
        running.cancel(false);
        timer.shutdown();
        try {
            if (!timer.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the load does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
