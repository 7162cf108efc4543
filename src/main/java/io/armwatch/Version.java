package io.armwatch;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which armwatch this is. */
final class Version implements IVersionProvider {
    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"armwatch " + text()};
    }
}
