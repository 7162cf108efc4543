/** Batch accounts: the auto-storage key's synchronisation, the encryption key, network access, quotas. */
@NullMarked
package io.armwatch.source.batchaccount;

import org.jspecify.annotations.NullMarked;
