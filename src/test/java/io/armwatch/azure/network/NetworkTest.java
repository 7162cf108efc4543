package io.armwatch.azure.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.armwatch.azure.network.Network.InvalidProxyException;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    private static final HttpHost ARM = new HttpHost("https", "management.azure.com", 443);

    private static Network of(String setting, Map<String, String> system, Map<String, String> env)
            throws InvalidProxyException {
        return Network.of(setting, system::get, env, Optional.empty());
    }

    private static String through(Network network, HttpHost host) {
        return network.proxyFor(host).map(HttpProxy::toString).orElse("direct");
    }

    @Test
    void the_setting_goes_before_java_s_properties_and_those_before_the_environment() throws Exception {
        Map<String, String> env = Map.of("HTTPS_PROXY", "http://env:3128/");
        Map<String, String> system = Map.of("https.proxyHost", "java", "https.proxyPort", "8080");

        assertThat(through(of("own:1", system, env), ARM)).isEqualTo("own:1");
        assertThat(through(of("", system, env), ARM)).isEqualTo("java:8080");
        assertThat(through(of("", Map.of(), env), ARM)).isEqualTo("env:3128");
        assertThat(through(of("none", system, env), ARM)).isEqualTo("direct");
        assertThat(of("", Map.of(), Map.of())).isEqualTo(Network.PLAIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "azure.com               | direct",
                ".azure.com              | direct",
                "MANAGEMENT.azure.com    | direct",
                "a, management.azure.com:443 | direct",
                "management.azure.com:80 | p:1",
                "*                       | direct",
                "zure.com                | p:1",
                "other                   | p:1"
            })
    void no_proxy_names_hosts_and_what_is_below_them(String list, String way) throws Exception {
        assertThat(through(of("p:1", Map.of(), Map.of("NO_PROXY", list)), ARM)).isEqualTo(way);
    }

    @Test
    void java_s_own_list_has_wildcards() throws Exception {
        Map<String, String> system = Map.of("https.proxyHost", "p", "http.nonProxyHosts", "a|*.azure.com");

        assertThat(through(of("", system, Map.of()), ARM)).isEqualTo("direct");
        assertThat(through(of("", system, Map.of()), new HttpHost("https", "login.example", 443)))
                .isEqualTo("p:443");
    }

    /** Managed identities are asked by plain HTTP, at an address that only this machine can reach. */
    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254", "https://localhost:4430", "https://127.0.0.1", "https://[::1]:1"})
    void local_addresses_are_requested_without_a_proxy(String host) throws Exception {
        assertThat(through(of("p:1", Map.of(), Map.of()), HttpHost.create(host)))
                .isEqualTo("direct");
    }

    @Test
    void a_password_is_decoded_and_never_shown() throws Exception {
        HttpProxy proxy = HttpProxy.parse("http://me:s%40cret+1@p:8").orElseThrow();

        assertThat(proxy).isEqualTo(new HttpProxy("p", 8, "me", "s@cret+1"));
        assertThat(proxy).hasToString("p:8");
        assertThat(of("http://me:cret@p:8", Map.of(), Map.of()).toString()).doesNotContain("cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://me:cret@p:1", "socks5://me:cret@p:1", "me:cret@p:1/path", "me:cret@", "me:cret%@p"})
    void an_invalid_proxy_is_refused_without_being_shown(String text) {
        assertThatExceptionOfType(InvalidProxyException.class)
                .isThrownBy(() -> of(text, Map.of(), Map.of()))
                .withMessageStartingWith("armwatch.http.proxy: ")
                .withMessageNotContaining("cret");
    }
}
