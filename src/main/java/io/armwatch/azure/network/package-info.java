/** The way to Azure's hosts: proxies, certificates that are trusted, and what a failed connection means. */
@NullMarked
package io.armwatch.azure.network;

import org.jspecify.annotations.NullMarked;
