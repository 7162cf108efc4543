package io.armwatch.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What happens at one request that passes the proxy, once. Until then, and for all others, nothing does. */
final class ProxyRule implements AutoCloseable {
    /** When the proxy acts: with the request in its hands, or with the broker's answer to it. */
    enum At {
        REQUEST,
        ANSWER
    }

    /** What becomes of the request, or the answer, after the action. */
    enum Then {
        PASS_ON,
        /** It is lost, and so is the connection. */
        DROP
    }

    private final Predicate<KafkaRequest> which;
    private final int number;
    private final At at;
    private final Runnable action;
    private final Then then;
    private final Runnable end;
    private final AtomicInteger met = new AtomicInteger();
    private final CountDownLatch struck = new CountDownLatch(1);

    ProxyRule(Predicate<KafkaRequest> which, int number, At at, Runnable action, Then then, Consumer<ProxyRule> end) {
        this.which = which;
        this.number = number;
        this.at = at;
        this.action = action;
        this.then = then;
        this.end = () -> end.accept(this);
    }

    /** Counts a request; whether it is the one. */
    boolean isFor(KafkaRequest call) {
        return which.test(call) && met.incrementAndGet() == number;
    }

    At at() {
        return at;
    }

    Then strike() {
        try {
            action.run();
        } finally {
            struck.countDown();
        }
        return then;
    }

    boolean hasStruck() {
        return struck.getCount() == 0;
    }

    /** Waits until it has happened. */
    void await(Duration patience) {
        Awaitility.await("the request at which something is to happen")
                .atMost(patience)
                .until(this::hasStruck);
    }

    @Override
    public void close() {
        end.run();
    }
}
