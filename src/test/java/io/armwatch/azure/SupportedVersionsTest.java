package io.armwatch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wordings with which ARM and resource providers refuse an api-version. */
class SupportedVersionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "The api-version '2020-01-01' is invalid. The supported versions are '2025-06-01,2024-07-01'.",
                "No registered resource provider found for location 'westeurope' and API version '2020-01-01' for type 'batchAccounts'."
                        + " The supported api-versions are '2025-06-01, 2024-07-01'. The supported locations are 'eastus, westus'.",
                "The resource type 'batchAccounts' could not be found in the namespace 'Microsoft.Batch' for api version '2020-01-01'."
                        + " The supported api-versions are '2025-06-01,2024-07-01'.",
                "API version query parameter is not specified or was specified incorrectly.  Supported versions: 2025-06-01,2024-07-01"
                        + "  Example query param format: api-version=SupportedVersion"
            })
    void the_versions_in_an_error_are_found(String message) {
        assertThat(SupportedVersions.in(message)).containsExactly("2025-06-01", "2024-07-01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "The resource type could not be found in the namespace 'Microsoft.Batch' for api version '2024-07-01'.",
                "No registered resource provider found for location 'nowhere' and API version '2024-07-01' for type 'x'."
                        + " The supported api-versions are '2023-01-01, 2024-07-01'. The supported locations are 'eastus'.",
                "The Resource was not found."
            })
    void an_error_about_something_else_names_none(String message) {
        assertThat(SupportedVersions.in(message)).isEmpty();
    }

    @Test
    void the_versions_are_found_in_a_message_that_is_too_long_to_be_shown() {
        String message = "The api-version '2020-01-01' is invalid. The supported versions are '2013-03-01,"
                + "2014-04-01-preview,".repeat(40) + "2025-06-01'.";

        ArmError error = ArmError.of(("{\"error\":{\"message\":\"" + message + "\"}}").getBytes(UTF_8));

        assertThat(error.supportedVersions()).startsWith("2013-03-01").endsWith("2025-06-01");
        assertThat(error.message())
                .hasValueSatisfying(shown -> assertThat(shown).hasSize(500));
    }
}
