/** Faults that a user of the simulator switches on, and the file that describes them. */
@NullMarked
package io.armwatch.simulator.fault;

import org.jspecify.annotations.NullMarked;
