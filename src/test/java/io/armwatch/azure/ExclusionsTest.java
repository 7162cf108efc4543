package io.armwatch.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which exclusions take nothing out. */
class ExclusionsTest {
    private static final String SUBSCRIPTION = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final ScopeParser PARSER = new ScopeParser(Sources.all().stream()
            .map(Source::types)
            .flatMap(List::stream)
            .distinct()
            .toList());

    private static Exclusions outside(String excluded, String scope) throws Exception {
        return Exclusions.of(List.of(PARSER.parseExcluded(SUBSCRIPTION + excluded)))
                .outside(List.of(PARSER.parse(scope.startsWith("/subscriptions/") ? scope : SUBSCRIPTION + scope, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "/resourceGroups/RG1, ''",
        "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps, ''",
        "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps, /resourceGroups/Rg1",
        "'', /resourceGroups/rg1",
        "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/Maps, /resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps",
        "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps, /resourceGroups/rg1/providers/Microsoft.Maps/accounts/*",
        "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps, /providers/Microsoft.Maps/accounts/*",
        "/resourceGroups/rg1, /providers/Microsoft.Maps/accounts/*",
        "/resourceGroups/rg1/providers/Microsoft.Batch/batchAccounts/acct, /providers/Microsoft.Batch/batchAccounts/*/certificates/*"
    })
    void one_that_a_scope_covers_or_that_covers_a_scope_takes_something_out(String excluded, String scope)
            throws Exception {
        assertThat(outside(excluded, scope).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', /subscriptions/00000000-0000-4000-8000-000000000001",
        "/resourceGroups/rg2, /resourceGroups/rg1",
        "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/other, /resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps",
        "/resourceGroups/rg1/providers/Microsoft.Batch/batchAccounts/acct, /providers/Microsoft.Maps/accounts/*",
        "/resourceGroups/rg1/providers/Microsoft.Batch/batchAccounts/acct/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e, /providers/Microsoft.Batch/batchAccounts/*",
        "'', /subscriptions/*"
    })
    void one_that_no_scope_covers_takes_nothing_out(String excluded, String scope) throws Exception {
        assertThat(outside(excluded, scope).keys()).containsExactly((SUBSCRIPTION + excluded).toLowerCase(Locale.ROOT));
    }
}
