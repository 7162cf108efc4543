import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Handles each event once, although a consumer that stops before it commits its offset reads the same events again.
 *
 * <p>An event's {@code id} never changes and never names another event. Store it together with what you do, in one step: here both
 * are one line of a file, in a database both are one transaction with the id as a unique key. An id can be dropped once the event has
 * left the topic.
 */
public final class RemoveDuplicates {
    private final Path handled;
    private final Set<String> ids = new HashSet<>();

    private RemoveDuplicates(Path handled) throws IOException {
        this.handled = handled;
        if (Files.exists(handled)) {
            Files.readAllLines(handled).forEach(line -> ids.add(line.split(" ", 2)[0]));
        }
    }

    /** The argument is the file of the events that were handled. */
    public static void main(String[] args) throws IOException {
        RemoveDuplicates consumer = new RemoveDuplicates(Path.of(args.length == 0 ? "handled.txt" : args[0]));
        try (KafkaConsumer<String, byte[]> events =
                Consumers.inGroup("remove-duplicates", "key-rotations", "certificate-failures")) {
            consumer.follow(events);
        }
    }

    private void follow(KafkaConsumer<String, byte[]> events) throws IOException {
        while (Consumers.isRunning()) {
            for (ConsumerRecord<String, byte[]> record : events.poll(Duration.ofSeconds(1))) {
                handleOnce(Event.of(record));
            }
            events.commitSync();
        }
    }

    private void handleOnce(Event event) throws IOException {
        if (!ids.add(event.id())) {
            System.out.println("skipped " + event.id());
            return;
        }
        String line = event.id() + " " + event.type() + " " + event.key() + "\n";
        Files.writeString(handled, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.print("handled " + line);
    }
}
