package io.armwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class FiguresTest {
    @Test
    void what_a_process_takes_is_read_whatever_its_name() {
        String stat = "4711 (a name) 7) S 1 2 3 0 -1 4194560 5 6 7 8 1234 266 0 0 20 0 47 0 99 1 2 3";
        String status = "Name:\tjava\nVmPeak:\t  900 kB\nVmHWM:\t  204800 kB\nThreads:\t47\n";
        assertThat(ProcessUsage.parse(stat, status)).isEqualTo(new ProcessUsage(15.0, 200.0, 47));
    }

    @Test
    void polls_pages_and_other_requests_are_counted_apart_without_changes() {
        RequestCounts asked = RequestCounts.of(Map.of(
                "BatchAccount_Get", 7L,
                "Accounts_ListKeys", 3L,
                "BatchAccount_ListByResourceGroup", 5L,
                "Subscription_List", 1L,
                "Subscription_ListSecrets", 2L,
                "BatchAccount_Update", 9L,
                "Token", 4L));
        assertThat(asked).isEqualTo(new RequestCounts(10, 6, 6));
    }

    @Test
    void a_queued_request_survives_the_end_of_its_lane() {
        RequestCounts asked = new RequestCounts(10, 6, 5);
        assertThat(RequestCounts.parse(asked.line())).isEqualTo(asked);
    }

    @Test
    void a_histogram_ends_with_its_total() {
        String histogram = " 1:  10  1000  [B (java.base)\nTotal        20         123456\n";
        assertThat(HeapHistogram.totalBytes(histogram)).isEqualTo(123_456);
        assertThatIllegalArgumentException().isThrownBy(() -> HeapHistogram.totalBytes("no such process"));
    }
}
