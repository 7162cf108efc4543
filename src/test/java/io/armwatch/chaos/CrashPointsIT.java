package io.armwatch.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class CrashPointsIT {
    @ParameterizedTest
    @EnumSource(names = {"BEFORE_COMMIT"})
    @Tag("chaos-quick")
    void killed_before_a_commit_nothing_is_lost_or_published_twice(CrashPoint point) throws Exception {
        ResultTable.holds(point);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"BEFORE_COMMIT"},
            mode = Mode.EXCLUDE)
    @Tag("chaos")
    void killed_at_any_other_point_nothing_is_lost_or_published_twice(CrashPoint point) throws Exception {
        ResultTable.holds(point);
    }
}
