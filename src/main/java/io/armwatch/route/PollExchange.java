package io.armwatch.route;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What a worker's exchange carries, as properties: they reach neither ARM nor Kafka. */
final class PollExchange {
    private static final String WORK = "work";
    private static final String POLL = "poll";
    private static final String WORKER = "worker";

    private PollExchange() {}

    static Work work(Exchange exchange) {
        return exchange.getProperty(WORK, Work.class);
    }

    static void work(Exchange exchange, Work work) {
        exchange.setProperty(WORK, work);
    }

    /** The poll under way. */
    static Poll poll(Exchange exchange) {
        return exchange.getProperty(POLL, Poll.class);
    }

    static void poll(Exchange exchange, Poll poll) {
        exchange.setProperty(POLL, poll);
    }

    static boolean hasPoll(Exchange exchange) {
        return exchange.getProperty(POLL) != null;
    }

    static @Nullable Worker worker(Exchange exchange) {
        return exchange.getProperty(WORKER, Worker.class);
    }

    static void worker(Exchange exchange, Worker worker) {
        exchange.setProperty(WORKER, worker);
    }
}
