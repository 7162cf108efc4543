/** Faults that users switch on in the simulator, and the format of fault files. */
@NullMarked
package io.armwatch.simulator.fault;

import org.jspecify.annotations.NullMarked;
