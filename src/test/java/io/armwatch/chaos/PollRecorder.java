package io.armwatch.chaos;

import static java.util.stream.Collectors.toSet;

import io.armwatch.it.ReceivedEvent;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** Who has polled which resource, and when: as Azure sees it. */
final class PollRecorder {
    private final Queue<Poll> all = new ConcurrentLinkedQueue<>();

    /** One call of a resource, at a moment of {@link System#nanoTime}. */
    private record Poll(String key, String host, long at) {}

    /** Takes note of a request. */
    void note(HttpServerRequest request) {
        String agent = request.getHeader("User-Agent");
        String host = request.getHeader("Host");
        if (agent != null && agent.startsWith("armwatch/") && host != null) {
            String key = ReceivedEvent.key(request.path()).replaceFirst("/listkeys$", "");
            all.add(new Poll(key, host, System.nanoTime()));
        }
    }

    private List<Poll> of(String id, long from, long to) {
        return all.stream()
                .filter(poll -> poll.key().equals(ReceivedEvent.key(id)) && poll.at() >= from && poll.at() <= to)
                .toList();
    }

    /** How often a resource was polled since a moment. */
    int count(String id, long since) {
        return of(id, since, Long.MAX_VALUE).size();
    }

    /** Who has polled a resource between two moments. */
    Set<String> hosts(String id, long from, long to) {
        return of(id, from, to).stream().map(Poll::host).collect(toSet());
    }

    /** How long a resource was not polled, at most, between two moments; both count as polls. */
    Duration longestGap(String id, long from, long to) {
        long[] at = LongStream.concat(
                        LongStream.of(from, to), of(id, from, to).stream().mapToLong(Poll::at))
                .sorted()
                .toArray();
        long longest = 0;
        for (int i = 1; i < at.length; i++) {
            longest = Math.max(longest, at[i] - at[i - 1]);
        }
        return Duration.ofNanos(longest);
    }

    /** Whether a resource was polled after a moment by another than before. */
    boolean isTaken(String id, String from, long since) {
        return of(id, since, Long.MAX_VALUE).stream()
                .anyMatch(poll -> !poll.host().equals(from));
    }

    /** How often a resource was polled between two moments by others after its last poller had begun. */
    long overlap(String id, long from, long to) {
        List<String> hosts = of(id, from, to).stream().map(Poll::host).toList();
        String last = hosts.isEmpty() ? "" : hosts.get(hosts.size() - 1);
        return hosts.stream()
                .dropWhile(host -> !host.equals(last))
                .filter(host -> !host.equals(last))
                .count();
    }
}
