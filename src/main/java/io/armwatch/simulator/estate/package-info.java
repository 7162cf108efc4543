/** The simulator's data: subscriptions, resources and keys, and their initial state. */
@NullMarked
package io.armwatch.simulator.estate;

import org.jspecify.annotations.NullMarked;
