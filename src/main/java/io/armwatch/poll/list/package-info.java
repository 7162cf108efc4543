/** Lists that ARM returns: their pages, and what earlier scans found in them. */
@NullMarked
package io.armwatch.poll.list;

import org.jspecify.annotations.NullMarked;
