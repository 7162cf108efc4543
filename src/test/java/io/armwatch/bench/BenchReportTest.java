package io.armwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BenchReportTest {
    private static final BenchSettings SETTINGS =
            new BenchSettings(10_000, Duration.ofSeconds(15), Duration.ofSeconds(20), 2, 2, Set.of());

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertThat(new TextTable("client", "s").row("a", "1.25").toString()).isEqualTo("""
                        | client |    s |
                        | ------ | ---: |
                        | a      | 1.25 |
                        """);
    }

    @Test
    void a_row_has_a_cell_for_each_column() {
        TextTable table = new TextTable("client", "s");
        assertThatIllegalArgumentException().isThrownBy(() -> table.row("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> table.row("a", "1", "2"));
    }

    @Test
    void missed_targets_stand_first() {
        String table = CostTarget.table(List.of(
                        new CostTarget("start", 3, 3, " s"),
                        new CostTarget("peak RSS", 350, 351, " MiB"),
                        new CostTarget("idle", 1, 0.5, " %")))
                .toString();
        assertThat(table.lines().skip(2).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "| peak RSS | 350 MiB | 351 MiB | missed |",
                        "| start | 3.00 s | 3.00 s | held |",
                        "| idle | 1.00 % | 0.50 % | held |");
    }

    @Test
    void each_run_is_compared_with_the_bare_loop_s_beside_it() {
        BenchResults results = new BenchResults();
        results.armwatch.addAll(List.of(run(6.0), run(3.0)));
        results.bare.addAll(List.of(run(3.0), run(1.5)));
        assertThat(results.ratios(results.armwatch)).containsExactly(2.0, 2.0);
    }

    @Test
    void the_cost_of_ten_thousand_resources_is_reported() {
        assertThat(run(6.0).window().clientCost()).isEqualTo(0.6, within(1e-9));
        assertThat(run(6.0).window().perSecond()).isEqualTo(5_000, within(1e-9));
        assertThat(run(6.0).window().clientShare()).isEqualTo(0.3, within(1e-9));
    }

    @Test
    void the_report_holds_only_what_was_measured() {
        BenchResults results = new BenchResults();
        results.armwatch.addAll(List.of(run(6.0), run(3.0)));
        results.bare.addAll(List.of(run(3.0), run(3.0)));
        assertThat(BenchReport.of(results, SETTINGS))
                .contains("ratio, one by one: 1.50 (1.00 to 2.00)", "simulator's CPU over the bare loop's")
                .doesNotContain("lists", "idle", "start", "delay");
    }

    /** 100,000 resources in 20 s. */
    private static BenchRun run(double cpu) {
        RequestCounts asked = new RequestCounts(100_000, 0, 0);
        ProcessUsage usage = new ProcessUsage(cpu, 300, 40);
        return new BenchRun(new StartupCost(2, 2.5), new MeasuredWindow(20, 100_000, cpu, 2, 1, asked, 0, usage), 50);
    }
}
