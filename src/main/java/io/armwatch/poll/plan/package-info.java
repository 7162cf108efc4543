/** The plan: what the scopes come to, when it is polled, and whether that fits ARM's budget. */
@NullMarked
package io.armwatch.poll.plan;

import org.jspecify.annotations.NullMarked;
