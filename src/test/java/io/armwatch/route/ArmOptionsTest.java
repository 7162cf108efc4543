package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.apache.camel.ResolveEndpointFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArmOptionsTest {
    private static final String URI = "arm:https://management.azure.com";

    @ParameterizedTest
    @CsvSource({
        "connectionsPerRoute, armwatch.http.concurrency",
        "sslContextParameters, armwatch.http.ca-file",
        "proxyHost, armwatch.http.proxy",
        "authUsername, armwatch.azure.credential",
        "skipRequestHeader, skipRequestHeaders"
    })
    void an_option_that_would_have_no_effect_is_refused_with_what_takes_its_place(String option, String instead) {
        assertThatExceptionOfType(ResolveEndpointFailedException.class)
                .isThrownBy(() -> ArmOptions.requireKnown(URI, List.of("responseTimeout", option)))
                .withMessageContaining("arm: has no option " + option + ";")
                .withMessageContaining(instead);
    }

    @Test
    void an_option_that_has_an_effect_is_accepted() {
        assertThatCode(() -> ArmOptions.requireKnown(URI, List.of("throwExceptionOnFailure", "responseTimeout")))
                .doesNotThrowAnyException();
    }
}
