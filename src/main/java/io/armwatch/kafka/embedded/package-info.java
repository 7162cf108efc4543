/** The broker of {@code armwatch.kafka.brokers=embedded:FOLDER}: for one machine, with data that lasts. */
@NullMarked
package io.armwatch.kafka.embedded;

import org.jspecify.annotations.NullMarked;
