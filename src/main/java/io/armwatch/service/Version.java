package io.armwatch.service;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this armwatch. */
public final class Version implements IVersionProvider {
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"armwatch " + text()};
    }
}
