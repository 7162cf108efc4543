/**
 * Polling without Camel: what is polled when, how ARM's responses become observations, and what follows a failed poll.
 */
@NullMarked
package io.armwatch.poll;

import org.jspecify.annotations.NullMarked;
