package io.armwatch.detection;

import io.armwatch.event.Events;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializes events whose {@code dataschema} is the URL at which the user publishes the schemas, if there is one.
 *
 * @param base the setting {@code armwatch.schemas.url}
 */
record PublishedSchemas(Serializer<CloudEvent> serializer, Optional<URI> base) implements Serializer<CloudEvent> {
    @Override
    public byte[] serialize(String topic, CloudEvent event) {
        return serializer.serialize(topic, located(event));
    }

    @Override
    public byte[] serialize(String topic, Headers headers, CloudEvent event) {
        return serializer.serialize(topic, headers, located(event));
    }

    private CloudEvent located(CloudEvent event) {
        return base.map(url -> Events.withSchemaBelow(event, url)).orElse(event);
    }

    @Override
    public void close() {
        serializer.close();
    }
}
