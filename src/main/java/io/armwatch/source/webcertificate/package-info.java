/** App Service certificates: expiry, renewal and failures to read them from Key Vault. */
@NullMarked
package io.armwatch.source.webcertificate;

import org.jspecify.annotations.NullMarked;
