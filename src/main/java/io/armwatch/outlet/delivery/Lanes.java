package io.armwatch.outlet.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Delivers several events at a time. All events of one resource are in the same lane, and a lane delivers one after the other: so their
 * order is kept. A lane has a thread only while it has something to deliver.
 */
public final class Lanes implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final List<ThreadPoolExecutor> lanes;
    private final Set<Delivery> open = ConcurrentHashMap.newKeySet();
    private final Deliverer deliverer;
    private final Pace pace;

    public Lanes(String name, int number, Deliverer deliverer, Pace pace) {
        this.deliverer = deliverer;
        this.pace = pace;
        this.lanes = IntStream.range(0, number).mapToObj(i -> lane(name)).toList();
    }

    private static ThreadPoolExecutor lane(String name) {
        ThreadPoolExecutor lane =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "armwatch-outlet-" + name);
                    thread.setDaemon(true);
                    return thread;
                });
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }

    /** Delivers it after what was submitted before for the same resource. */
    public void submit(Delivery delivery) {
        open.add(delivery);
        try {
            lanes.get(Math.floorMod(delivery.order(), lanes.size())).execute(() -> run(delivery));
        } catch (RuntimeException | Error noThread) {
            open.remove(delivery);
            throw noThread;
        }
    }

    private void run(Delivery delivery) {
        try {
            deliverer.deliver(delivery);
        } finally {
            open.remove(delivery);
        }
    }

    /** The number of deliveries that are not at their end. */
    public int open() {
        return open.size();
    }

    /** Makes no further attempt to deliver what is of these partitions, and waits for the attempts that are being made. */
    public void cancel(Collection<TopicPartition> partitions, Duration limit) {
        List<Delivery> cancelled = open.stream()
                .filter(each -> partitions.contains(each.partition()))
                .toList();
        cancelled.forEach(Delivery::cancel);
        pace.wake();
        awaitEnd(cancelled, limit);
    }

    /** Waits for all attempts that are being made, once {@link Pace#stop} was called. */
    public void awaitStopped(Duration limit) {
        awaitEnd(List.copyOf(open), limit);
    }

    private void awaitEnd(List<Delivery> deliveries, Duration limit) {
        long giveUp = System.nanoTime() + limit.toNanos();
        try {
            while (deliveries.stream().anyMatch(open::contains) && System.nanoTime() - giveUp < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        lanes.forEach(ThreadPoolExecutor::shutdownNow);
    }
}
