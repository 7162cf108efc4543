/** API Management certificates: expiry, renewal and failed refreshes from Key Vault. */
@NullMarked
package io.armwatch.source.apimcertificate;

import org.jspecify.annotations.NullMarked;
