package io.armwatch.simulator.operation;

import io.armwatch.simulator.estate.RequestPath;
import io.armwatch.simulator.wire.HttpWire;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logs calls and their times, at most the latest {@value #LIMIT}. */
public final class CallLog {
    static final int LIMIT = 100_000;

    private final Clock clock;
    private final Deque<Entry> entries = new ArrayDeque<>();

    public CallLog(Clock clock) {
        this.clock = clock;
    }

    public void logArrival(HttpServerRequest request) {
        if (!request.path().regionMatches(true, 0, "/subscriptions", 0, 14)) {
            return;
        }
        Entry entry = new Entry(request);
        request.response().headersEndHandler(nothing -> entry.answered(request.response()));
        synchronized (entries) {
            // Set within the lock, so that entries are in the order of their times.
            entry.at = clock.instant();
            entries.addLast(entry);
            if (entries.size() > LIMIT) {
                entries.removeFirst();
            }
        }
    }

    public ArmCalls calls() {
        List<Entry> now;
        synchronized (entries) {
            now = List.copyOf(entries);
        }
        return new ArmCalls(now.stream().map(Entry::call).toList());
    }

    public void clear() {
        synchronized (entries) {
            entries.clear();
        }
    }

    private final class Entry {
        private final String method;
        private final String uri;
        private Instant at = Instant.EPOCH;
        private volatile @Nullable Ending ending;

        Entry(HttpServerRequest request) {
            method = request.method().name();
            uri = request.uri();
        }

        void answered(HttpServerResponse response) {
            Instant now = clock.instant();
            ending = new Ending(response.getStatusCode(), now, retryAt(response, now));
        }

        ArmCall call() {
            Optional<Ending> known = Optional.ofNullable(ending);
            return new ArmCall(
                    at,
                    RequestPath.subscriptionOf(uri).toLowerCase(Locale.ROOT),
                    !method.equals("GET") && !method.equals("HEAD"),
                    method,
                    uri,
                    known.map(Ending::status).orElse(0),
                    known.map(Ending::at),
                    known.flatMap(Ending::retryAt));
        }
    }

    private record Ending(int status, Instant at, Optional<Instant> retryAt) {}

    private static Optional<Instant> retryAt(HttpServerResponse response, Instant now) {
        String value = response.headers().get("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        try {
            boolean seconds = value.chars().allMatch(Character::isDigit);
            return Optional.of(seconds ? now.plusSeconds(Long.parseLong(value)) : HttpWire.parseHttpDate(value));
        } catch (NumberFormatException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
