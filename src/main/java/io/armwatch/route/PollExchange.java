package io.armwatch.route;

import io.armwatch.poll.Poll;
import io.armwatch.poll.queue.RequestQueue;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Access to what a worker's exchange carries. It is kept in properties, which reach neither ARM nor Kafka. */
public final class PollExchange {
    private static final String QUEUE = "work";
    private static final String POLL = "poll";
    private static final String WORKER = "worker";

    private PollExchange() {}

    static RequestQueue queue(Exchange exchange) {
        return exchange.getProperty(QUEUE, RequestQueue.class);
    }

    static void queue(Exchange exchange, RequestQueue queue) {
        exchange.setProperty(QUEUE, queue);
    }

    /** The poll under way. */
    public static Poll poll(Exchange exchange) {
        return exchange.getProperty(POLL, Poll.class);
    }

    static void poll(Exchange exchange, Poll poll) {
        exchange.setProperty(POLL, poll);
    }

    static boolean hasPoll(Exchange exchange) {
        return exchange.getProperty(POLL) != null;
    }

    static @Nullable PollWorker worker(Exchange exchange) {
        return exchange.getProperty(WORKER, PollWorker.class);
    }

    static void worker(Exchange exchange, PollWorker worker) {
        exchange.setProperty(WORKER, worker);
    }
}
