/** What armwatch is shipped as: the archive of a release, the manifests of Kubernetes, the compose file, the systemd unit. */
@NullMarked
package io.armwatch.packaging;

import org.jspecify.annotations.NullMarked;
