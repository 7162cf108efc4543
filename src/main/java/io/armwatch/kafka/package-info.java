/** Kafka: clients, topics, rights, record limits, and the embedded broker. */
@NullMarked
package io.armwatch.kafka;

import org.jspecify.annotations.NullMarked;
