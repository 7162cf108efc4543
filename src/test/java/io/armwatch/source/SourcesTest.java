package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.azure.ResourceType.Level;
import io.armwatch.change.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SourcesTest {
    private static final ArmId ID = ArmId.of("/subscriptions/00000000-0000-0000-0000-000000000000");

    static List<Source> all() {
        return Sources.all();
    }

    @Test
    void every_source_has_a_schedule_unless_it_is_a_second_view() {
        assertThat(Sources.all()).anyMatch(Source::isSecondView);
        assertThat(Sources.scheduled())
                .containsExactlyElementsOf(Sources.all().stream()
                        .filter(source -> !source.isSecondView())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_source_is_found_by_its_target(Source source) {
        assertThat(Sources.of(new Target(source.name(), ID, source.keySuffix())))
                .contains(source);
    }

    @Test
    void an_unknown_name_is_no_source() {
        assertThat(Sources.of(new Target("no-such-source", ID, ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "batch-account, Microsoft.Batch/batchAccounts, 2024-07-01 2025-06-01, , ''",
        "batch-certificate, Microsoft.Batch/batchAccounts/certificates, 2024-07-01, , ''",
        "maps-keys, Microsoft.Maps/accounts, 2023-06-01, listKeys, ''",
        "apim-subscription, Microsoft.ApiManagement/service/subscriptions"
                + " Microsoft.ApiManagement/service/workspaces/subscriptions, 2024-05-01, , ''",
        "apim-subscription, Microsoft.ApiManagement/service/subscriptions"
                + " Microsoft.ApiManagement/service/workspaces/subscriptions, 2024-05-01, listSecrets, /listsecrets"
    })
    void a_source_describes_its_requests(String name, String types, String versions, String action, String suffix) {
        Source source = Sources.of(new Target(name, ID, suffix)).orElseThrow();

        assertThat(source.types()).extracting(ResourceType::fullName).containsExactly(types.split(" "));
        assertThat(source.apiVersions()).containsExactly(versions.split(" "));
        assertThat(source.action().orElse(null)).isEqualTo(action);
        assertThat(source.keySuffix()).isEqualTo(suffix);
    }

    @ParameterizedTest
    @CsvSource({
        "batch-certificate, '', Microsoft.Batch/batchAccounts/read Microsoft.Batch/batchAccounts/certificates/read",
        "maps-keys, '', Microsoft.Maps/accounts/read Microsoft.Maps/accounts/listKeys/action"
    })
    void a_source_names_the_rights_that_its_requests_need(String name, String suffix, String actions) {
        Source source = Sources.of(new Target(name, ID, suffix)).orElseThrow();

        assertThat(source.actions()).containsExactly(actions.split(" "));
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_example_of_each_name_is_valid(Source source) {
        assertThat(source.types()).flatExtracting(ResourceType::levels).allSatisfy(level -> {
            assertThat(level.allows(level.example())).as(level.type()).isTrue();
            assertThat(level.accepts(level.example())).as(level.type()).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_types_of_a_source_have_the_same_top_level(Source source) {
        assertThat(source.types()).isNotEmpty();
        assertThat(source.types())
                .extracting(type -> type.prefix(1))
                .containsOnly(source.types().get(0).prefix(1));
    }

    @ParameterizedTest
    @CsvSource({
        "batch-account, 0, ab, false",
        "batch-account, 0, abc, true",
        "batch-account, 0, a-bc, false",
        "batch-account, 0, abcdefghijklmnopqrstuvwxy, false",
        "batch-certificate, 1, sha1, false",
        "batch-certificate, 1, a-b, false",
        "batch-certificate, 1, sha1-0a0e, true",
        "maps-keys, 0, my.Maps_Account-1, true",
        "maps-keys, 0, .., false",
        "maps-keys, 0, -maps, false",
        "apim-subscription, 0, a, true",
        "apim-subscription, 0, apim-, false",
        "apim-subscription, 1, master, true",
        "apim-subscription, 1, who?, false"
    })
    void names_follow_the_reference(String source, int level, String name, boolean allowed) {
        Level rules = Sources.of(new Target(source, ID, ""))
                .orElseThrow()
                .types()
                .get(0)
                .levels()
                .get(level);

        assertThat(rules.allows(name)).isEqualTo(allowed);
    }
}
