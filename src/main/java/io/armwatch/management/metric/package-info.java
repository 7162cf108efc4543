/** The metrics that are read at each scrape: of known states, scans, budgets, health and the JVM. */
@NullMarked
package io.armwatch.management.metric;

import org.jspecify.annotations.NullMarked;
