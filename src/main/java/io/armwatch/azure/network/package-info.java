/** Connections to Azure's hosts: proxy, trusted certificate authorities, and explanations of failed connections. */
@NullMarked
package io.armwatch.azure.network;

import org.jspecify.annotations.NullMarked;
