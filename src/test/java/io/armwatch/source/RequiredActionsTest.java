package io.armwatch.source;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rights of each source, as Azure's permission reference names them. A source that is not here has derived rights only. */
class RequiredActionsTest {
    private static final Map<String, List<String>> BY_SOURCE = Map.ofEntries(
            entry("batch-account", List.of("Microsoft.Batch/batchAccounts/read")),
            entry("batch-certificate", List.of("Microsoft.Batch/batchAccounts/certificates/read")),
            entry("maps-keys", List.of("Microsoft.Maps/accounts/read", "Microsoft.Maps/accounts/listKeys/action")),
            entry("apim-subscription", List.of("Microsoft.ApiManagement/service/subscriptions/read")),
            entry("apim-service", List.of("Microsoft.ApiManagement/service/read")),
            entry("apim-certificate", List.of("Microsoft.ApiManagement/service/certificates/read")),
            entry("apim-named-value", List.of("Microsoft.ApiManagement/service/namedValues/read")),
            entry("storage-account", List.of("Microsoft.Storage/storageAccounts/read")),
            entry("cosmos-account", List.of("Microsoft.DocumentDB/databaseAccounts/read")),
            entry("key-vault-key", List.of("Microsoft.KeyVault/vaults/read", "Microsoft.KeyVault/vaults/keys/read")),
            entry("key-vault-secret", List.of("Microsoft.KeyVault/vaults/secrets/read")),
            entry("web-certificate", List.of("Microsoft.Web/certificates/Read")),
            entry("azure-subscription", List.of("Microsoft.Resources/subscriptions/read")));

    static List<Source> sources() {
        return Sources.scheduled();
    }

    private static List<String> lowerCased(List<String> actions) {
        return actions.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void a_source_needs_the_rights_of_azures_reference(Source source) {
        assertThat(lowerCased(source.actions()))
                .containsAll(lowerCased(BY_SOURCE.getOrDefault(source.name(), List.of())));
    }

    /** Such an action would hand out what armwatch must not hold, or change something. */
    @ParameterizedTest
    @MethodSource("sources")
    void a_source_needs_no_right_that_writes_or_reads_more_than_keys(Source source) {
        assertThat(lowerCased(source.actions()))
                .allMatch(action -> action.endsWith("/read")
                        || action.endsWith("/listkeys/action")
                        || action.endsWith("/listsecrets/action"));
    }
}
