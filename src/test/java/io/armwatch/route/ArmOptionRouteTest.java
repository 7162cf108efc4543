package io.armwatch.route;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Component;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code routes/poll.camel.yaml} with an option of {@code arm:} that would have no effect. */
class ArmOptionRouteTest extends RouteTestSupport {
    @TempDir
    Path folder;

    @Override
    Path routes() {
        try {
            for (String file : new String[] {"poll", "observe", "errors"}) {
                String text = Files.readString(super.routes().resolve(file + ".camel.yaml"));
                Files.writeString(
                        folder.resolve(file + ".camel.yaml"),
                        text.replace(
                                "throwExceptionOnFailure: false",
                                "throwExceptionOnFailure: false\n              soTimeout: 5000"));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Component armComponent() {
        return new ArmComponent(beans.poller(), beans.responses());
    }

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withUseAdviceWith(true);
    }

    @Test
    void an_option_that_would_have_no_effect_keeps_the_routes_from_starting() {
        assertThatThrownBy(() -> context.start())
                .hasStackTraceContaining("arm: has no option soTimeout; use the setting armwatch.http.timeout");
    }
}
