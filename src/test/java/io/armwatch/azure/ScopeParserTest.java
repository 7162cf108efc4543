package io.armwatch.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.armwatch.azure.Scope.Every;
import io.armwatch.azure.Scope.Everything;
import io.armwatch.azure.Scope.One;
import io.armwatch.azure.Scope.Tenant;
import io.armwatch.azure.ScopeParser.InvalidScopeException;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeParserTest {
    private static final String SUBSCRIPTION = "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10";
    private static final String GROUP = SUBSCRIPTION + "/resourceGroups/rg1";
    private static final ScopeParser PARSER = new ScopeParser(Sources.all().stream()
            .map(Source::types)
            .flatMap(List::stream)
            .distinct()
            .toList());

    private static Scope parse(String text) throws InvalidScopeException {
        return PARSER.parse(text, 7);
    }

    private static String fault(String text) {
        InvalidScopeException refusal = catchThrowableOfType(InvalidScopeException.class, () -> parse(text));
        assertThat(refusal).as(text).isNotNull();
        return String.valueOf(refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SUBSCRIPTION,
                SUBSCRIPTION + "/",
                GROUP,
                GROUP + "/",
                SUBSCRIPTION + "/resourceGroups/Größe_東京-(1).x",
                SUBSCRIPTION + "/resourcegroups/providers"
            })
    void a_subscription_or_a_group_is_everything_there(String text) throws Exception {
        assertThat(parse(text)).isEqualTo(new Everything(text, 7, ArmId.of(text.replaceAll("/$", ""))));
    }

    @ParameterizedTest
    @CsvSource({
        "/providers/Microsoft.Batch/batchAccounts/*, Microsoft.Batch/batchAccounts",
        "/providers/Microsoft.Batch/batchAccounts/*/certificates/*, Microsoft.Batch/batchAccounts/certificates",
        "/providers/Microsoft.Batch/batchAccounts/acct/certificates/*, Microsoft.Batch/batchAccounts/certificates",
        "/providers/Microsoft.Maps/accounts/*/, Microsoft.Maps/accounts",
        "/providers/Microsoft.ApiManagement/service/*/subscriptions/*, Microsoft.ApiManagement/service/subscriptions",
        "/providers/Microsoft.ApiManagement/service/a1/subscriptions/*, Microsoft.ApiManagement/service/subscriptions"
    })
    void a_star_is_every_resource_of_a_type(String rest, String type) throws Exception {
        assertThat(parse(GROUP + rest)).isInstanceOfSatisfying(Every.class, scope -> {
            assertThat(scope.type().fullName()).isEqualTo(type);
            assertThat(scope.text()).isEqualTo(GROUP + rest);
            assertThat(scope.line()).isEqualTo(7);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/providers/Microsoft.Batch/batchAccounts/*",
                "/providers/Microsoft.Maps/accounts/*",
                "/providers/Microsoft.ApiManagement/service/*/subscriptions/*"
            })
    void a_star_may_stand_below_a_subscription(String rest) throws Exception {
        assertThat(parse(SUBSCRIPTION + rest)).isInstanceOf(Every.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/providers/Microsoft.Batch/batchAccounts/abc",
                "/providers/Microsoft.Batch/batchAccounts/abcdefghijklmnopqrstuvwx",
                "/providers/Microsoft.Batch/batchAccounts/sampleacct/certificates/a-bcd",
                "/providers/Microsoft.Batch/batchAccounts/sampleacct/certificates/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e",
                "/providers/Microsoft.Maps/accounts/myMapsAccount",
                "/providers/Microsoft.ApiManagement/service/a/subscriptions/master",
                "/providers/Microsoft.ApiManagement/service/a/subscriptions/An owner's 100% (ä)",
            })
    void an_id_is_one_resource(String rest) throws Exception {
        assertThat(parse(GROUP + rest)).isInstanceOfSatisfying(One.class, scope -> {
            assertThat(scope.id()).isEqualTo(ArmId.of(GROUP + rest));
            assertThat(scope.line()).isEqualTo(7);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/subscriptions/*, /subscriptions/*, /subscriptions?api-version=2022-12-01",
        "/Subscriptions/*/, /subscriptions/*, /subscriptions?api-version=2022-12-01",
        "/providers/Microsoft.Management/managementGroups/Plat-form_1.x,"
                + " /providers/Microsoft.Management/managementGroups/Plat-form_1.x,"
                + " /providers/Microsoft.Management/managementGroups/Plat-form_1.x/descendants?api-version=2020-05-01",
        "/PROVIDERS/microsoft.management/MANAGEMENTGROUPS/g(1)/,"
                + " /PROVIDERS/microsoft.management/MANAGEMENTGROUPS/g(1),"
                + " /PROVIDERS/microsoft.management/MANAGEMENTGROUPS/g%281%29/descendants?api-version=2020-05-01"
    })
    void a_scope_of_the_tenant_stands_for_a_list_of_subscriptions(String text, String id, String request)
            throws Exception {
        assertThat(parse(text)).isInstanceOfSatisfying(Tenant.class, scope -> {
            assertThat(scope.id().text()).isEqualTo(id);
            assertThat(scope.id().subscriptionId()).isEmpty();
            assertThat(scope.path() + "?" + scope.query()).isEqualTo(request);
            assertThat(scope.text()).isEqualTo(text);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", "a b", "a?b", "%2e", "..", "*", "Größe"})
    void a_management_group_has_letters_digits_and_little_else(String name) {
        assertThat(fault("/providers/Microsoft.Management/managementGroups/" + name))
                .isEqualTo("'" + name + "' is not the id of a management group; expected 1 to 90 letters, digits,"
                        + " _ - . ( ) with no . at the end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/providers/Microsoft.Management/managementGroups",
                "/providers/Microsoft.Management/managementGroups/a/subscriptions/b",
                "/providers/Microsoft.Maps/accounts/a"
            })
    void the_tenant_has_no_other_scopes(String text) {
        assertThat(fault(text)).startsWith("a scope starts with /subscriptions/{uuid}, or is /subscriptions/* or");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/resourceGroups/rg1/",
                "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/maps",
                "/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim",
                "/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim/workspaces/w",
                "/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim/subscriptions/s"
            })
    void a_subscription_a_group_and_a_resource_can_be_excluded(String rest) throws Exception {
        assertThat(PARSER.parseExcluded(SUBSCRIPTION + rest))
                .isEqualTo(ArmId.of(SUBSCRIPTION + rest.replaceAll("/$", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/subscriptions/*",
                "maps",
                "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1/providers/Microsoft.Maps/accounts/*",
                "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/providers/Microsoft.Maps/accounts/maps",
                "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1/providers/Microsoft.Maps/other/maps",
                "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1/providers/Microsoft.Maps",
                "/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1/providers/Microsoft.Maps/accounts/a/b"
            })
    void nothing_else_can_be_excluded(String text) {
        assertThat(catchThrowableOfType(InvalidScopeException.class, () -> PARSER.parseExcluded(text)))
                .isNotNull();
    }

    @Test
    void a_management_group_cannot_be_excluded() {
        assertThat(catchThrowableOfType(
                        InvalidScopeException.class,
                        () -> PARSER.parseExcluded("/providers/Microsoft.Management/managementGroups/a")))
                .hasMessage("a management group cannot be excluded; exclude its subscriptions, each as"
                        + " /subscriptions/{uuid}, or watch the management groups beside it in place of the one above");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", " ", "\n", "/ "})
    void what_a_copy_leaves_at_the_end_is_no_fault(String end) throws Exception {
        String id = GROUP + "/providers/Microsoft.Maps/accounts/maps";

        assertThat(parse(id + end))
                .isInstanceOfSatisfying(
                        One.class, scope -> assertThat(scope.id().text()).isEqualTo(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GROUP + "/providers/Microsoft.Maps/accounts/maps",
                GROUP + "/providers/Microsoft.ApiManagement/service/a/subscriptions/s"
            })
    void casing_does_not_matter_and_is_kept(String id) throws Exception {
        String shouted = id.toUpperCase(Locale.ROOT);

        assertThat(parse(shouted)).isInstanceOfSatisfying(One.class, scope -> {
            assertThat(scope.id()).isEqualTo(ArmId.of(id));
            assertThat(scope.id().text()).isEqualTo(shouted);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10",
                "/tenants/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10",
                "//subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10",
                "https://portal.azure.com/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10",
                "/subscriptions",
                "/subscriptions/",
                "*"
            })
    void a_scope_starts_with_a_subscription(String text) {
        assertThat(fault(text))
                .isEqualTo("a scope starts with /subscriptions/{uuid}, or is /subscriptions/* or"
                        + " /providers/Microsoft.Management/managementGroups/{id}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "subid",
                "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e1",
                "6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e100",
                "6b1c0f3e52a44c5b9d1e0c8a7f2b9e10",
                "{6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10}",
                "6b1c0f3g-52a4-4c5b-9d1e-0c8a7f2b9e10",
                "..",
                "%2e%2e"
            })
    void a_subscription_is_a_uuid(String subscription) {
        assertThat(fault("/subscriptions/" + subscription + "/resourceGroups/rg1"))
                .isEqualTo("'" + subscription + "' is not a subscription id; expected a UUID, for example"
                        + " 6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "a.", "a b", "%2e", "a?b", "a#b", "a&b", "*", "a\u0007", "a\u202eb", "a'b", "🔑"})
    void a_group_has_letters_digits_and_little_else(String group) {
        assertThat(fault(SUBSCRIPTION + "/resourceGroups/" + group + "/providers/Microsoft.Maps/accounts/maps"))
                .isEqualTo("'" + ArmError.presentable(group) + "' is not a resource group; expected 1 to 90 letters,"
                        + " digits, _ - . ( ) with no . at the end");
    }

    @ParameterizedTest
    @CsvSource({"90, true", "91, false"})
    void a_group_has_up_to_90_characters(int length, boolean allowed) {
        String scope = SUBSCRIPTION + "/resourceGroups/" + "g".repeat(length);

        assertThat(catchThrowableOfType(InvalidScopeException.class, () -> parse(scope)) == null)
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/providers",
                "/providers/Microsoft.Batch",
                "/providers/Microsoft.Batch/batchAccounts",
                "/providers/Microsoft.Batch/batchAccounts/acct/certificates",
                "/batchAccounts/acct",
                "/elsewhere/Microsoft.Batch/batchAccounts/acct"
            })
    void below_a_group_stand_a_type_and_a_name(String rest) {
        assertThat(fault(GROUP + rest))
                .startsWith("'" + rest
                        + "' is not a resource type and a name; expected one of /providers/Microsoft.Batch/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/providers/Microsoft.Compute/virtualMachines/a",
                "/providers/Microsoft.ApiManagement/service/a/apis/b",
                "/providers/Microsoft.Batch/batchAccounts/acct/pools/p",
                "/providers/Microsoft.Batch/batchAccounts/acct/certificates/a-bcd/versions/1",
                "/providers/*/batchAccounts/acct"
            })
    void another_type_is_reported_with_the_supported_ones(String rest) {
        assertThat(fault(GROUP + rest))
                .startsWith("'" + rest + "' is not a resource type that armwatch watches; expected one of /providers/")
                .contains(
                        " /providers/Microsoft.Batch/batchAccounts/sampleacct/certificates"
                                + "/sha1-0a0e4f50d51beadeac1d35afc5116098e7902e6e,",
                        " /providers/Microsoft.ApiManagement/service/apimService1/workspaces/wks1/subscriptions"
                                + "/5931a769d8d14f0ad8ce13b8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/providers/Microsoft.Batch/batchAccounts/{}                         | ab",
                "/providers/Microsoft.Batch/batchAccounts/{}                         | abcdefghijklmnopqrstuvwxy",
                "/providers/Microsoft.Batch/batchAccounts/{}                         | my-acct",
                "/providers/Microsoft.Batch/batchAccounts/sampleacct/certificates/{} | sha1",
                "/providers/Microsoft.Batch/batchAccounts/sampleacct/certificates/{} | a-bc",
                "/providers/Microsoft.Batch/batchAccounts/sampleacct/certificates/{} | sha1-00a0e4f50d51beadeac1d35afc5116098e7902e6e0",
                "/providers/Microsoft.Maps/accounts/{}                               | -maps",
                "/providers/Microsoft.ApiManagement/service/{}/subscriptions/s       | 1a",
                "/providers/Microsoft.ApiManagement/service/{}/subscriptions/s       | a-",
                "/providers/Microsoft.ApiManagement/service/{}/subscriptions/s       | a.b",
                "/providers/Microsoft.ApiManagement/service/a/subscriptions/{}       | s*",
                "/providers/Microsoft.ApiManagement/service/a/subscriptions/{}       | a&b",
                "/providers/Microsoft.ApiManagement/service/a/subscriptions/{}       | a+b",
                "/providers/Microsoft.ApiManagement/service/a/subscriptions/{}       | a:b",
                "/providers/Microsoft.ApiManagement/service/a/subscriptions/{}       | <a>"
            })
    void a_name_follows_the_reference(String scope, String name) {
        assertThat(fault(GROUP + scope.replace("{}", name))).startsWith("'" + name + "' is not a name of ");
    }

    /** What would change the path or the query, or a terminal, is a name at no level. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "%2e", "%2E%2e", ".%2e", "a?b=c", "a#b", "a\u0000b", "a\nb", "a\u009bb"})
    void a_name_that_would_change_the_path_is_refused(String name) {
        for (String scope : new String[] {
            "/providers/Microsoft.Batch/batchAccounts/{}",
            "/providers/Microsoft.Batch/batchAccounts/{}/certificates/a-bcd",
            "/providers/Microsoft.Batch/batchAccounts/sampleacct/certificates/{}",
            "/providers/Microsoft.Maps/accounts/{}",
            "/providers/Microsoft.ApiManagement/service/{}/subscriptions/s",
            "/providers/Microsoft.ApiManagement/service/a/subscriptions/{}"
        }) {
            assertThat(fault(GROUP + scope.replace("{}", name))).isNotEmpty().doesNotContainPattern("\\p{Cc}");
        }
    }

    @ParameterizedTest
    @CsvSource({"50, 256, true", "51, 256, false", "50, 257, false"})
    void names_have_the_lengths_of_the_reference(int service, int sid, boolean allowed) {
        String scope = GROUP + "/providers/Microsoft.ApiManagement/service/" + "a".repeat(service) + "/subscriptions/"
                + "s".repeat(sid);

        assertThat(catchThrowableOfType(InvalidScopeException.class, () -> parse(scope)) == null)
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/providers/Microsoft.Maps/accounts/maps",
                "/providers/Microsoft.Batch/batchAccounts/acct",
                "/providers/Microsoft.Batch/batchAccounts/acct/certificates/*"
            })
    void a_resource_without_its_group_is_reported(String rest) {
        assertThat(fault(SUBSCRIPTION + rest))
                .startsWith("a resource is in a resource group; expected"
                        + " /subscriptions/{uuid}/resourceGroups/{group}/providers/… before ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/providers/Microsoft.Batch/batchAccounts/*/certificates/a-bcd",
                "/providers/Microsoft.ApiManagement/service/*/subscriptions/master"
            })
    void below_a_star_only_a_star_can_stand(String rest) {
        assertThat(fault(GROUP + rest)).startsWith("below a * only * is allowed; the last segment is ");
    }
}
