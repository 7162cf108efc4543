/** Failed polls: their reasons, when they are tried again, and how long polling backs off. */
@NullMarked
package io.armwatch.poll.retry;

import org.jspecify.annotations.NullMarked;
