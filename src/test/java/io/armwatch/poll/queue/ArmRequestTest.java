package io.armwatch.poll.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.poll.scan.ScanFixtures;
import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import java.net.URI;
import org.apache.hc.core5.http.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArmRequestTest {
    private static final String GROUP = "/subscriptions/s/resourceGroups/Rg1/providers/";
    private static final String APIM = GROUP + "Microsoft.ApiManagement/service/apim/subscriptions/";

    private static ArmRequest request(String source, String id) {
        Source asked = PolledResource.of(source, id).source();
        return ArmRequest.entity(asked, ArmId.of(id), ScanFixtures.over(asked, id), false);
    }

    @Test
    void a_resource_is_read_by_get() {
        ArmRequest request = request("batch-account", GROUP + "Microsoft.Batch/batchAccounts/acct");

        assertThat(request.method()).isEqualTo(Method.GET);
        assertThat(request.path()).isEqualTo(GROUP + "Microsoft.Batch/batchAccounts/acct");
        assertThat(request.query("2024-07-01")).isEqualTo("api-version=2024-07-01");
    }

    @Test
    void keys_are_read_by_post_of_an_action() {
        ArmRequest request = request("maps-keys", GROUP + "Microsoft.Maps/accounts/maps");

        assertThat(request.method()).isEqualTo(Method.POST);
        assertThat(request.path()).isEqualTo(GROUP + "Microsoft.Maps/accounts/maps/listKeys");
    }

    @Test
    void a_second_view_has_a_key_of_its_own() {
        ArmRequest request = request("apim-subscription/listsecrets", APIM + "Sid");

        assertThat(request.path()).isEqualTo(APIM + "Sid/listSecrets");
        assertThat(request.target().key()).endsWith("/subscriptions/sid/listsecrets");
    }

    @ParameterizedTest
    @CsvSource({
        "a b, a%20b",
        "100%, 100%25",
        "%2e%2e, %252e%252e",
        "%2F, %252F",
        "größe, gr%C3%B6%C3%9Fe",
        "東京, %E6%9D%B1%E4%BA%AC",
        "🔑, %F0%9F%94%91",
        "a?b=c#d, a%3Fb%3Dc%23d",
        "a\\b;c, a%5Cb%3Bc"
    })
    void a_name_is_encoded_into_one_segment(String name, String segment) {
        assertThat(request("apim-subscription", APIM + name).path()).isEqualTo(APIM + segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "100%", "größe", "a?b=c#d", "a\"b", "%zz", "🔑"})
    void a_path_decodes_to_the_id(String name) {
        URI uri = URI.create("https://management.azure.com"
                + request("apim-subscription", APIM + name).path());

        assertThat(uri.getPath()).isEqualTo(APIM + name);
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
    }
}
