package io.armwatch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsChallengeTest {
    private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1652813508\"}}}";
    private static final String AS_IN_THE_REFERENCE = "Bearer realm=\"\","
            + " authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\","
            + " client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", claims=\"";

    private static BasicHeader header(String value) {
        return new BasicHeader("WWW-Authenticate", value);
    }

    private static String encoded(Base64.Encoder encoder) {
        return encoder.encodeToString(CLAIMS.getBytes(UTF_8));
    }

    @Test
    void the_claims_are_read_as_the_reference_shows_them() {
        assertThat(ClaimsChallenge.in(header(AS_IN_THE_REFERENCE + encoded(Base64.getEncoder()) + "\"")))
                .contains(CLAIMS);
    }

    @Test
    void claims_without_padding_and_in_the_alphabet_of_urls_are_read_too() {
        String text = "{\"x\":\"\u00ff\u00fe?>~~\"}";
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));

        assertThat(value).containsAnyOf("-", "_");
        assertThat(ClaimsChallenge.in(header("Bearer claims=\"" + value + "\"")))
                .contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer error=\"invalid_token\"",
                "Bearer claims=\"\"",
                "Bearer claims=\"{}\"",
                "Bearer claims=\"A\"",
                "Bearer claims=eyJ9",
                "Bearer claims=\"eyJ9",
                "Bearer noclaims=\"eyJ9\""
            })
    void any_other_challenge_demands_none(String value) {
        assertThat(ClaimsChallenge.in(header(value))).isEmpty();
    }

    @Test
    void a_refusal_without_a_challenge_demands_none() {
        assertThat(ClaimsChallenge.in(null)).isEmpty();
        assertThat(ClaimsChallenge.in(new BasicHeader("WWW-Authenticate", null)))
                .isEmpty();
    }

    @Test
    void claims_of_any_length_are_not_taken() {
        assertThat(ClaimsChallenge.in(header("Bearer claims=\"" + "A".repeat(8196) + "\"")))
                .isEmpty();
    }
}
