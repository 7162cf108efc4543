/** What is counted and measured of polls and scans. */
@NullMarked
package io.armwatch.poll.metric;

import org.jspecify.annotations.NullMarked;
