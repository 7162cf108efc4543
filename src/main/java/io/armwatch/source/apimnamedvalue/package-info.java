/** API Management named values: failed refreshes from Key Vault. Never a value. */
@NullMarked
package io.armwatch.source.apimnamedvalue;

import org.jspecify.annotations.NullMarked;
