package io.armwatch.poll.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.source.PolledResource;
import io.armwatch.source.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiVersionsTest {
    private static final String FIRST = "2024-07-01";
    private static final String NEXT = "2025-06-01";
    private static final Source ACCOUNTS =
            PolledResource.of("batch-account", "/subscriptions/s").source();
    private static final Source CERTIFICATES =
            PolledResource.of("batch-certificate", "/subscriptions/s").source();

    private final ApiVersions versions = new ApiVersions(Map.of());

    @Test
    void the_version_that_a_source_prefers_is_used_until_arm_refuses_it() {
        assertThat(versions.current(ACCOUNTS)).isEqualTo(FIRST);
        assertThat(versions.replacements()).isEmpty();

        assertThat(versions.replace(ACCOUNTS, FIRST)).isTrue();

        assertThat(versions.current(ACCOUNTS)).isEqualTo(NEXT);
        assertThat(versions.current(CERTIFICATES)).isEqualTo(FIRST);
        assertThat(versions.replacements()).contains("batch-account uses 2025-06-01, as ARM refuses 2024-07-01");
    }

    @Test
    void requests_that_were_under_way_with_the_refused_version_use_the_same_other_one() {
        versions.replace(ACCOUNTS, FIRST);

        assertThat(versions.replace(ACCOUNTS, FIRST)).isTrue();
        assertThat(versions.current(ACCOUNTS)).isEqualTo(NEXT);
    }

    @Test
    void after_the_last_version_the_next_poll_begins_with_the_first_again() {
        versions.replace(ACCOUNTS, FIRST);

        assertThat(versions.replace(ACCOUNTS, NEXT)).isFalse();
        assertThat(versions.current(ACCOUNTS)).isEqualTo(FIRST);
        assertThat(versions.replacements()).contains("batch-account: ARM refuses 2024-07-01, 2025-06-01");

        versions.markAccepted(ACCOUNTS);
        assertThat(versions.replacements()).isEmpty();
    }

    @Test
    void a_version_that_the_settings_fix_has_no_other() {
        ApiVersions fixed = new ApiVersions(Map.of("batch-account", "2026-08-01"));

        assertThat(fixed.current(ACCOUNTS)).isEqualTo("2026-08-01");
        assertThat(fixed.replace(ACCOUNTS, "2026-08-01")).isFalse();
        assertThat(fixed.current(ACCOUNTS)).isEqualTo("2026-08-01");
    }

    @Test
    void a_version_that_a_link_of_arms_names_is_not_replaced() {
        assertThat(versions.replace(ACCOUNTS, "2015-11-01")).isFalse();
        assertThat(versions.current(ACCOUNTS)).isEqualTo(FIRST);
    }
}
