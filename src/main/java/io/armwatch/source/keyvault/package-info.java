/** Key Vault: new versions and expiry of keys and secrets. Never a value. */
@NullMarked
package io.armwatch.source.keyvault;

import org.jspecify.annotations.NullMarked;
