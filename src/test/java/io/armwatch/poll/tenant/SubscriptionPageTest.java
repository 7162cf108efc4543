package io.armwatch.poll.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class SubscriptionPageTest {
    private static final String ID = "291bba3f-e0a5-47bc-a099-3bdcb2a50a05";

    private static SubscriptionPage page(String json) throws Exception {
        return SubscriptionPage.of(json.getBytes(UTF_8));
    }

    /** As the reference's example, whose subscription is enabled. */
    @Test
    void a_disabled_subscription_is_on_the_page_as_well() throws Exception {
        SubscriptionPage page = page("""
                {"value":[{"id":"/subscriptions/%s","subscriptionId":"%s","tenantId":"31c75423-32d6-4322-88b7-c478bdde4858",
                "displayName":"Example Subscription","state":"Disabled","subscriptionPolicies":{"spendingLimit":"Off"},
                "authorizationSource":"RoleBased","managedByTenants":[]}],"nextLink":"https://management.azure.com/x"}
                """.formatted(ID.toUpperCase(Locale.ROOT), ID));

        assertThat(page.subscriptions()).containsExactly(ID);
        assertThat(page.nextLink()).contains("https://management.azure.com/x");
    }

    @Test
    void management_groups_among_descendants_are_left_out() throws Exception {
        SubscriptionPage page = page("""
                {"value":[
                {"id":"/providers/Microsoft.Management/managementGroups/20000000-0001-0000-0000-000000000000",
                "type":"Microsoft.Management/managementGroups","name":"20000000-0001-0000-0000-000000000000"},
                {"id":"/subscriptions/%s","type":"/subscriptions","name":"%s",
                "properties":{"displayName":"S","parent":{"id":"/providers/Microsoft.Management/managementGroups/x"}}}],
                "nextLink":null}
                """.formatted(ID, ID));

        assertThat(page.subscriptions()).containsExactly(ID);
        assertThat(page.nextLink()).isEmpty();
    }
}
