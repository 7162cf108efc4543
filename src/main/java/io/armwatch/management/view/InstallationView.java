package io.armwatch.management.view;

import io.armwatch.change.KnownState;
import io.armwatch.config.Settings;
import io.armwatch.management.view.TopicTail.Contents;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole installation, read from Kafka's topics. It begins to read at the first use, and stops ten minutes after the last one, so
 * that a process whose page nobody opens pays nothing for it.
 */
public final class InstallationView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstallationView.class);
    private static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long RETRY_MILLIS = 1_000;
    private static final long OWNERS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Settings.Kafka settings;
    private final Contents contents = new Contents(new KnownIndex(), new RecentEvents(), new FailureMessages());
    private final Processes processes;
    private @Nullable Thread reader;
    private @Nullable TopicTail tail;
    private boolean loaded;
    private boolean closed;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile long usedAt;

    public InstallationView(Settings.Kafka settings) {
        this.settings = settings;
        this.processes = new Processes(settings);
    }

    /** The summaries of the known states. */
    public KnownIndex known() {
        return contents.known();
    }

    /** The latest events. */
    public RecentEvents events() {
        return contents.events();
    }

    /** What ARM said about open outages. */
    public FailureMessages failures() {
        return contents.failures();
    }

    /** The processes of the installation. */
    public Processes processes() {
        return processes;
    }

    /** Reads a whole known state; empty if it is gone by now. */
    public Optional<KnownState> wholeState(ResourceSummary summary) {
        return ChangelogRecord.read(settings, summary);
    }

    /**
     * Begins to read if it does not, and waits until what the topics hold has been read.
     *
     * @return whether that happened in this time
     */
    public synchronized boolean await(long millis) {
        usedAt = System.nanoTime();
        if (reader == null && !closed) {
            Thread thread = new Thread(this::read, "armwatch-view");
            thread.setDaemon(true);
            thread.start();
            reader = thread;
        }
        long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (!loaded && !closed) {
                long left = TimeUnit.NANOSECONDS.toMillis(giveUp - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return loaded;
    }

    private void read() {
        boolean reported = false;
        while (isWanted()) {
            try (TopicTail topics = open()) {
                follow(topics);
            } catch (WakeupException closing) {
                break;
            } catch (KafkaException e) {
                if (!reported || isLoaded()) {
                    LOG.warn(
                            "The status page cannot read armwatch's topics ({}); it tries again each second",
                            e.toString());
                }
                reported = true;
                pause();
            } catch (RuntimeException | Error e) {
                if (!reported || isLoaded()) {
                    LOG.error("The status page cannot read armwatch's topics; it begins again", e);
                }
                reported = true;
                pause();
            } finally {
                setTail(null, false);
            }
        }
        end();
    }

    private TopicTail open() {
        TopicTail opened = new TopicTail(settings, contents);
        setTail(opened, false);
        return opened;
    }

    private void follow(TopicTail topics) {
        long ownersAt = System.nanoTime() - OWNERS_NANOS;
        while (isWanted()) {
            topics.readSome();
            if (topics.isLoaded() && !topics.hasChangelog()) {
                pause(); // armwatch has not created it yet
                return;
            }
            if (System.nanoTime() - ownersAt >= OWNERS_NANOS) {
                ownersAt = System.nanoTime();
                processes.refresh();
            }
            if (topics.isLoaded()) {
                setTail(topics, true);
            }
        }
    }

    private synchronized void setTail(@Nullable TopicTail topics, boolean complete) {
        if (closed && topics != null) {
            topics.wakeUp();
        }
        tail = topics;
        if (loaded != complete) {
            loaded = complete;
            notifyAll();
        }
    }

    private synchronized boolean isLoaded() {
        return loaded;
    }

    private synchronized boolean isWanted() {
        return !closed && (contents.events().hasListeners() || System.nanoTime() - usedAt < UNUSED_NANOS);
    }

    private void pause() {
        try {
            var unused = closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end() {
        reader = null;
        loaded = false;
        contents.clear();
        processes.close();
        notifyAll();
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            closing.countDown();
            running = reader;
            if (tail != null) {
                tail.wakeUp();
            }
            notifyAll();
        }
        if (running != null) {
            try {
                running.join(TimeUnit.SECONDS.toMillis(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
