package io.armwatch.route;

import io.armwatch.poll.Poll;
import io.armwatch.poll.queue.RequestQueue;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Access to what a worker's exchange carries. It is kept in properties, which reach neither ARM nor Kafka. */
public final class PollExchange {
    private static final String WORK = "work";
    private static final String POLL = "poll";
    private static final String WORKER = "worker";

    private PollExchange() {}

    static RequestQueue work(Exchange exchange) {
        return exchange.getProperty(WORK, RequestQueue.class);
    }

    static void work(Exchange exchange, RequestQueue queue) {
        exchange.setProperty(WORK, queue);
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
