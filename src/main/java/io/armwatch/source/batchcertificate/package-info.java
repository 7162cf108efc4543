/** Batch certificates: failed deletions, recovery, and public data that cannot be relied on. */
@NullMarked
package io.armwatch.source.batchcertificate;

import org.jspecify.annotations.NullMarked;
