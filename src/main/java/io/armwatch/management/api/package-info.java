/** The reading half of the management API, and the status page. */
@NullMarked
package io.armwatch.management.api;

import org.jspecify.annotations.NullMarked;
