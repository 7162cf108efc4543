/** The whole installation as one process sees it, read from Kafka's topics. */
@NullMarked
package io.armwatch.management.view;

import org.jspecify.annotations.NullMarked;
