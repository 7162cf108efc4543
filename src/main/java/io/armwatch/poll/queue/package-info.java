/**
 * The request queue: requests that wait for budget and for a connection, fair to every Azure subscription and source.
 */
@NullMarked
package io.armwatch.poll.queue;

import org.jspecify.annotations.NullMarked;
