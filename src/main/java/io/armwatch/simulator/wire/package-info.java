/** The simulator's HTTP layer: requests, responses, JSON, errors. */
@NullMarked
package io.armwatch.simulator.wire;

import org.jspecify.annotations.NullMarked;
