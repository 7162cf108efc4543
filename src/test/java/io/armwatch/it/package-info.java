/** armwatch end to end: a real broker, the simulator over HTTP, the real routes, to the bytes that a consumer reads. */
@NullMarked
package io.armwatch.it;

import org.jspecify.annotations.NullMarked;
