import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Opens an incident when something fails or is about to expire, and closes it when it ends.
 *
 * <p>An incident's key is the same text whenever it begins, continues or ends. Incident systems take such a key (PagerDuty's {@code
 * dedup_key}, Opsgenie's {@code alias}): to open it again updates it, to close one that is not open does nothing. So this consumer
 * keeps nothing, and may read an event twice.
 */
public final class Incidents {
    /** The kind of incident that an event begins or continues. {@code expired} continues what {@code expiring} began. */
    private static final Map<String, String> BEGINS = Map.of(
            "poll.failed", "poll",
            "certificate.deletion-failed", "deletion-failed",
            "certificate.refresh-failed", "refresh-failed",
            "certificate.unreadable", "unreadable",
            "certificate.expiring", "expiry",
            "certificate.expired", "expiry",
            "key.expiring", "expiry",
            "key.expired", "expiry",
            "key.rotation-overdue", "rotation-overdue");

    private Incidents() {}

    public static void main(String[] args) {
        try (KafkaConsumer<String, byte[]> consumer =
                Consumers.inGroup("incidents", "certificate-failures", "key-rotations", "polling")) {
            while (Consumers.isRunning()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    handle(Event.of(record));
                }
                consumer.commitSync();
            }
        }
    }

    private static void handle(Event event) {
        if (BEGINS.containsKey(event.type())) {
            System.out.println("open " + key(event, BEGINS.get(event.type())) + " " + text(event));
        }
        ends(event).ifPresent(kind -> System.out.println("close " + key(event, kind)));
    }

    /** The kind of incident that an event ends. */
    private static Optional<String> ends(Event event) {
        return switch (event.type()) {
            case "poll.recovered" -> Optional.of("poll");
            case "certificate.renewed" -> Optional.of("expiry");
            case "certificate.recovered", "key.recovered" ->
                event.text("recoveredFrom")
                        .map(from -> from.equals("expiring") || from.equals("expired") ? "expiry" : from);
            default -> Optional.empty();
        };
    }

    private static String key(Event event, String kind) {
        return event.key() + "|" + event.subject() + "|" + kind;
    }

    private static String text(Event event) {
        String reason = event.text("reason")
                .or(() -> event.text("code"))
                .or(() -> event.text("daysLeft").map(days -> days + " days left"))
                .orElse("");
        return (event.type() + " " + reason).strip();
    }
}
