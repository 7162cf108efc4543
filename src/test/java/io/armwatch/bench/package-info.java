/** What armwatch costs, beside a bare loop that does the same work against the same simulator and the same broker. */
@NullMarked
package io.armwatch.bench;

import org.jspecify.annotations.NullMarked;
