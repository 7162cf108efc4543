import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Opens an incident when something fails or is about to expire, and closes it when it ends.
 *
 * <p>An incident's key is the same text whenever it begins, continues or ends. Incident systems take such a key (PagerDuty's {@code
 * dedup_key}, Opsgenie's {@code alias}): to open it again updates it, to close one that is not open does nothing. So this consumer
 * keeps nothing, and may read an event twice. It does not learn of incidents that began before the oldest event: {@link OpenIncidents}
 * does, with the same keys.
 */
public final class Incidents {
    private static final Set<String> BEGINS = Set.of(
            "poll.failed",
            "certificate.deletion-failed",
            "certificate.refresh-failed",
            "certificate.unreadable",
            "certificate.expiring",
            "certificate.expired",
            "key.expiring",
            "key.expired",
            "key.rotation-overdue");

    private static final Set<String> ENDS =
            Set.of("poll.recovered", "certificate.recovered", "certificate.renewed", "key.recovered");

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
        if (BEGINS.contains(event.type())) {
            System.out.println("open " + event.incidentKey() + " " + text(event));
        } else if (ENDS.contains(event.type())) {
            System.out.println("close " + event.incidentKey());
        }
    }

    private static String text(Event event) {
        String reason = event.text("reason")
                .or(() -> event.text("code"))
                .or(() -> event.text("daysLeft").map(days -> days + " days left"))
                .orElse("");
        return (event.type() + " " + reason).strip();
    }
}
