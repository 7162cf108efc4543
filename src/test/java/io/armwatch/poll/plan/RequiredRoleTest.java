package io.armwatch.poll.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.Scope;
import io.armwatch.azure.Scope.Everything;
import io.armwatch.config.Settings;
import io.armwatch.source.DefaultSchedules;
import io.armwatch.source.Fingerprints;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scopes over many Azure subscriptions; RoleCommandTest has all others. */
class RequiredRoleTest {
    private static final String MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/mg1";

    private static RequiredRole role(String scope) {
        List<Scope> scopes = List.of(new Everything(scope, 1, ArmId.of("/subscriptions/any")));
        return RequiredRole.of(new Settings.Watch(scopes, DefaultSchedules.ALL, true, 1, Fingerprints.sha256()));
    }

    @Test
    void a_management_group_needs_the_rights_of_all_sources_and_its_descendants() {
        RequiredRole role = role(MANAGEMENT_GROUP);

        assertThat(role.scopes()).contains(MANAGEMENT_GROUP);
        assertThat(role.actions()).contains("Microsoft.Management/managementGroups/descendants/read");
        for (Source source : Sources.all()) {
            assertThat(role.actions()).containsAll(source.actions());
        }
    }

    @Test
    void every_subscription_needs_the_right_to_list_them() {
        assertThat(role("/subscriptions/*").actions()).contains("Microsoft.Resources/subscriptions/read");
    }
}
