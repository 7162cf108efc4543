/** Kafka: clients, topics, rights, record limits, and a broker in the process. */
@NullMarked
package io.armwatch.kafka;

import org.jspecify.annotations.NullMarked;
