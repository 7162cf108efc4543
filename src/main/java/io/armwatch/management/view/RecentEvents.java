package io.armwatch.management.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The latest events, without ends of scans; of those, only the last one of each source and scope. Bounded in number and size. */
public final class RecentEvents {
    static final int MOST = 500;
    private static final int MOST_CHARACTERS = 8 * 1024 * 1024;
    private static final int MOST_SCANS = 20_000;

    private final Deque<EventRecord> events = new ArrayDeque<>();
    private final Map<String, ScanEnd> scans = new ConcurrentHashMap<>();
    private final List<Consumer<EventRecord>> listeners = new CopyOnWriteArrayList<>();
    private long characters;

    /** Adds the events that the topics held at first, in any order. */
    synchronized void begin(List<EventRecord> found) {
        List<EventRecord> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(EventRecord::publishedAt));
        sorted.forEach(this::keep);
    }

    /** Adds an event that was just published, and passes it to the listeners. */
    void add(EventRecord event) {
        List<Consumer<EventRecord>> present;
        synchronized (this) {
            keep(event);
            present = List.copyOf(listeners);
        }
        present.forEach(listener -> listener.accept(event));
    }

    private synchronized void keep(EventRecord event) {
        if (event.isScan()) {
            ScanEnd.of(event)
                    .filter(end -> scans.size() < MOST_SCANS || scans.containsKey(end.key()))
                    .ifPresent(end -> scans.put(end.key(), end));
            return;
        }
        events.addLast(event);
        characters += event.json().length();
        while (events.size() > MOST || (characters > MOST_CHARACTERS && events.size() > 1)) {
            characters -= events.removeFirst().json().length();
        }
    }

    synchronized void clear() {
        events.clear();
        scans.clear();
        characters = 0;
    }

    /** The events, the latest first. */
    public synchronized List<EventRecord> latest() {
        List<EventRecord> latest = new ArrayList<>(events);
        Collections.reverse(latest);
        return latest;
    }

    /**
     * The events after one, in the order in which they were published.
     *
     * @param id all of them if no event has this id any more
     */
    synchronized List<EventRecord> after(String id) {
        List<EventRecord> all = new ArrayList<>(events);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).id().equals(id)) {
                return all.subList(i + 1, all.size());
            }
        }
        return all;
    }

    /** The last end of a scan of each source and scope. */
    public List<ScanEnd> scans() {
        return List.copyOf(scans.values());
    }

    /**
     * Passes each event to the listener from now on, ends of scans included, on the thread that reads the topics; before that, the events
     * after one, on this thread. None is left out in between, and none comes twice.
     *
     * @param after the id of the event that the listener has seen last; empty if it has seen none, and wants no older ones
     */
    public synchronized void listen(Consumer<EventRecord> listener, Optional<String> after) {
        after.map(this::after).orElse(List.of()).forEach(listener);
        listeners.add(listener);
    }

    /** Ends {@link #listen}. */
    public void forget(Consumer<EventRecord> listener) {
        listeners.remove(listener);
    }

    /** Whether anyone listens. */
    boolean hasListeners() {
        return !listeners.isEmpty();
    }
}
