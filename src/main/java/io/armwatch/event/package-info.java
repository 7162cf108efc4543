/** Changes as CloudEvents, and the JSON Schemas of their data. */
@NullMarked
package io.armwatch.event;

import org.jspecify.annotations.NullMarked;
