/** Exactly once under fire: scenarios with real brokers, child JVMs and HTTP, and mutants that each must be caught by one. */
@NullMarked
package io.armwatch.chaos;

import org.jspecify.annotations.NullMarked;
