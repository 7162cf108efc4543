import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Raises an alarm if no complete scan was reported for too long: armwatch, Kafka or Azure is away, or a part of Azure cannot be read.
 *
 * <p>Events say what changed. Only {@code scan.completed} with {@code complete: true} says that nothing else did.
 */
public final class DeadMansSwitch {
    private static final String ANYTHING = "any source";

    private final Duration limit;
    private final Map<String, Instant> lastScans = new HashMap<>();
    private final Set<String> silent = new HashSet<>();

    private DeadMansSwitch(Duration limit) {
        this.limit = limit;
        lastScans.put(ANYTHING, Instant.now());
    }

    /** The argument is the limit, as an ISO 8601 duration. It is longer than the longest schedule: the default is two of 15 minutes. */
    public static void main(String[] args) {
        DeadMansSwitch alarm = new DeadMansSwitch(Duration.parse(args.length == 0 ? "PT30M" : args[0]));
        try (KafkaConsumer<String, byte[]> consumer = Consumers.ofAll("polling")) {
            alarm.follow(consumer);
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        seek(consumer, Instant.now().minus(limit.multipliedBy(2)));
        Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
        while (Consumers.isRunning()) {
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> noteScan(Event.of(record)));
            if (Consumers.hasReached(end, consumer)) {
                reportSilence(Instant.now());
            }
        }
    }

    /** Begins with the past, to know the scopes that should be scanned. */
    private static void seek(KafkaConsumer<String, byte[]> consumer, Instant from) {
        Map<TopicPartition, Long> times =
                consumer.assignment().stream().collect(Collectors.toMap(each -> each, each -> from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        consumer.seekToEnd(consumer.assignment()); // where nothing is so new
        offsets.forEach((partition, found) -> {
            if (found != null) {
                consumer.seek(partition, found.offset());
            }
        });
    }

    private void noteScan(Event event) {
        if (event.type().equals("scan.completed")
                && event.data().get("complete").asBoolean()) {
            String scan = event.text("source").orElseThrow() + " in "
                    + event.text("scope").orElseThrow();
            lastScans.merge(scan, event.observedAt(), DeadMansSwitch::later);
            lastScans.merge(ANYTHING, event.observedAt(), DeadMansSwitch::later);
        }
    }

    private void reportSilence(Instant now) {
        lastScans.forEach((scan, last) -> {
            boolean isSilent = last.plus(limit).isBefore(now);
            if (isSilent && silent.add(scan)) {
                System.out.println("alarm " + scan + ": no complete scan since " + last);
            } else if (!isSilent && silent.remove(scan)) {
                System.out.println("all clear " + scan);
            }
        });
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
