package io.armwatch.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.azure.ArmId;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class KnownStateTest {
    @Test
    void a_state_that_is_absent_is_absent_when_it_is_read_again() throws IOException {
        ArmId id = ArmId.of("/subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/resourceGroups/rg1"
                + "/providers/Microsoft.Batch/batchAccounts/sampleacct");
        KnownState missing =
                KnownState.none(new Target("batch-account", id, "")).missingOnceMore();
        KnownState read = Json.read(Json.write(missing), KnownState.class);
        assertThat(read).isEqualTo(missing);
        assertThat(read.state()).isEmpty();
    }
}
