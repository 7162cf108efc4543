package io.armwatch.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostGuardTest {
    private final HostGuard loopback = new HostGuard("127.0.0.1");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9876", "127.0.0.1", "localhost:9876", "LOCALHOST", "[::1]:9876", "[::1]"})
    void a_loopback_server_answers_to_its_own_names(String host) {
        assertThat(loopback.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9876",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "[::2]",
                ""
            })
    void a_loopback_server_refuses_foreign_names(String host) {
        assertThat(loopback.allows(host)).isFalse();
        assertThat(loopback.allows(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"armwatch.example:443", "10.0.0.7:9876"})
    void a_server_on_another_address_answers_to_any_name(String host) {
        assertThat(new HostGuard("0.0.0.0").allows(host)).isTrue();
    }
}
