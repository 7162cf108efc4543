/** HTTP as the simulator speaks it: requests, responses, JSON, errors. */
@NullMarked
package io.armwatch.simulator.wire;

import org.jspecify.annotations.NullMarked;
