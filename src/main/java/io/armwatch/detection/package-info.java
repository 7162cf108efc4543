/**
 * Change detection: a Kafka Streams topology that holds the known states, accepts observations by compare-and-set, and
 * commits events, new states and offsets together.
 */
@NullMarked
package io.armwatch.detection;

import org.jspecify.annotations.NullMarked;
