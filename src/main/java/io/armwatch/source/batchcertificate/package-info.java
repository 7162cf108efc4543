/** Batch certificates: failed deletions, their recovery, and unreadable public data. */
@NullMarked
package io.armwatch.source.batchcertificate;

import org.jspecify.annotations.NullMarked;
