package io.armwatch.poll.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmError;
import io.armwatch.change.Reason;
import io.armwatch.source.InvalidAnswerException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureReasonsTest {
    private static ArmError error(String code) {
        return new ArmError(true, Optional.of(code), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "202, INVALID_RESPONSE",
        "204, INVALID_RESPONSE",
        "301, INVALID_RESPONSE",
        "302, INVALID_RESPONSE",
        "304, INVALID_RESPONSE",
        "400, REFUSED",
        "401, UNAUTHENTICATED",
        "403, FORBIDDEN",
        "404, MISSING",
        "408, TIMEOUT",
        "402, REFUSED",
        "405, REFUSED",
        "409, REFUSED",
        "410, RETIRED",
        "412, REFUSED",
        "422, REFUSED",
        "423, REFUSED",
        "429, THROTTLED",
        "500, SERVER_ERROR",
        "502, SERVER_ERROR",
        "503, SERVER_ERROR",
        "504, SERVER_ERROR",
        "0, INVALID_RESPONSE"
    })
    void a_status_has_its_reason(int status, Reason reason) {
        assertThat(FailureReasons.of(status, error("Whatever"))).isEqualTo(reason);
    }

    @Test
    void a_404_that_is_not_from_arm_says_nothing_about_the_resource() {
        ArmError page = new ArmError(false, Optional.empty(), Optional.empty());

        assertThat(FailureReasons.of(404, page)).isEqualTo(Reason.INVALID_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 405, 409, 412, 422, 423})
    void a_refusal_that_is_not_from_arm_says_nothing_about_the_call(int status) {
        ArmError page = new ArmError(false, Optional.empty(), Optional.empty());

        assertThat(FailureReasons.of(status, page)).isEqualTo(Reason.INVALID_RESPONSE);
        assertThat(FailureReasons.isPermanent(Reason.INVALID_RESPONSE, page)).isFalse();
    }

    /** The status differs between ARM's front door and its resource providers. */
    @ParameterizedTest
    @CsvSource({
        "409, ReadOnlyDisabledSubscription, re-enable",
        "403, DisabledSubscription, re-enable",
        "404, SubscriptionNotFound, tenant",
        "409, MissingSubscriptionRegistration, az provider register",
        "409, ScopeLocked, az lock delete"
    })
    void a_well_known_refusal_says_what_to_do(int status, String code, String remedy) {
        assertThat(FailureReasons.of(status, error(code))).isEqualTo(Reason.REFUSED);
        assertThat(FailureReasons.isPermanent(Reason.REFUSED, error(code))).isTrue();
        assertThat(FailureReasons.remedy(Reason.REFUSED, Optional.of(code)))
                .contains(remedy)
                .doesNotContain("proxy");
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidApiVersionParameter, API_VERSION",
        "400, NoRegisteredProviderFound, RETIRED",
        "404, InvalidResourceType, RETIRED",
        "404, INVALIDRESOURCETYPE, RETIRED",
        "400, ApiVersionRetired, API_VERSION",
        "403, FeatureRetired, RETIRED",
        "500, InvalidResourceType, SERVER_ERROR",
        "404, ResourceNotFound, MISSING"
    })
    void a_withdrawn_feature_is_recognised_by_its_code(int status, String code, Reason reason) {
        assertThat(FailureReasons.of(status, error(code))).isEqualTo(reason);
    }

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(new InterruptedIOException("late"), Reason.TIMEOUT),
                Arguments.of(new SocketTimeoutException(), Reason.TIMEOUT),
                Arguments.of(new ConnectTimeoutException("late"), Reason.TIMEOUT),
                Arguments.of(new ConnectionRequestTimeoutException(), Reason.TIMEOUT),
                Arguments.of(new ConnectException(), Reason.UNREACHABLE),
                Arguments.of(new HttpHostConnectException("refused"), Reason.UNREACHABLE),
                Arguments.of(new UnknownHostException(), Reason.UNREACHABLE),
                Arguments.of(new NoRouteToHostException(), Reason.UNREACHABLE),
                Arguments.of(new SocketException("reset"), Reason.UNREACHABLE),
                Arguments.of(new SSLHandshakeException("untrusted"), Reason.UNREACHABLE),
                Arguments.of(new NoHttpResponseException("closed"), Reason.UNREACHABLE),
                Arguments.of(new EOFException(), Reason.INVALID_RESPONSE),
                Arguments.of(new IOException("broken"), Reason.UNREACHABLE),
                Arguments.of(new ConnectionClosedException("cut"), Reason.INVALID_RESPONSE),
                Arguments.of(new TruncatedChunkException("cut"), Reason.INVALID_RESPONSE),
                Arguments.of(new MalformedChunkCodingException("odd"), Reason.INVALID_RESPONSE),
                Arguments.of(new ZipException("odd"), Reason.INVALID_RESPONSE),
                Arguments.of(new HttpException("odd"), Reason.INVALID_RESPONSE),
                Arguments.of(new ProtocolException("odd"), Reason.INVALID_RESPONSE),
                Arguments.of(new ClientProtocolException(new HttpException("odd")), Reason.INVALID_RESPONSE),
                Arguments.of(new InvalidAnswerException("odd"), Reason.INVALID_RESPONSE),
                Arguments.of(new IllegalStateException("odd"), Reason.INVALID_RESPONSE));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void a_call_without_an_answer_has_its_reason(Exception failure, Reason reason) {
        assertThat(FailureReasons.of(failure)).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_has_a_remedy(Reason reason) {
        assertThat(FailureReasons.remedy(reason, Optional.empty())).isNotBlank().doesNotEndWith(".");
    }
}
