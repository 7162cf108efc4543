/** Scans and scan runs: what is under way, what a scan has seen, and what the log says of it. */
@NullMarked
package io.armwatch.poll.scan;

import org.jspecify.annotations.NullMarked;
