/** The plan: what is scanned, when, and whether that fits ARM's budget. */
@NullMarked
package io.armwatch.poll.plan;

import org.jspecify.annotations.NullMarked;
