/** Another Kafka cluster as the target of an outlet. */
@NullMarked
package io.armwatch.outlet.kafka;

import org.jspecify.annotations.NullMarked;
