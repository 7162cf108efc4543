package io.armwatch.config;

import io.armwatch.config.Settings.Tracing;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** Binds the settings of tracing. */
final class TracingSettings {
    static final String TRACING = "armwatch.tracing";
    static final String ENDPOINT = "armwatch.tracing.endpoint";
    static final String RATIO = "armwatch.tracing.ratio";

    private static final URI LOCAL = URI.create("http://localhost:4318");

    private final Keys keys;

    TracingSettings(Keys keys) {
        this.keys = keys;
    }

    /** Empty if tracing is off. Its other settings are checked nevertheless. */
    Optional<Tracing> tracing() {
        boolean on = keys.parsed(
                TRACING,
                text -> List.of("none", "otlp").contains(text) ? Optional.of(text.equals("otlp")) : Optional.empty(),
                false,
                "none or otlp");
        Tracing tracing = new Tracing(
                keys.parsed(
                        ENDPOINT,
                        TracingSettings::endpoint,
                        LOCAL,
                        "the http or https URL of a collector that takes OTLP over HTTP, without /v1/traces, for example "
                                + LOCAL),
                keys.parsed(RATIO, SettingsReader::share, 1.0, "a number above 0 and up to 1, for example 0.1"));
        return on ? Optional.of(tracing) : Optional.empty();
    }

    /** A base URL. Credentials in it would show in logs, so there can be none. */
    private static Optional<URI> endpoint(String text) {
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            boolean usable = List.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null
                    && url.getPort() != 0
                    && url.getPort() <= 65535
                    && !url.getPath().endsWith("/v1/traces");
            return usable ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
