package io.armwatch.chaos;

import io.armwatch.it.ArmwatchProcess;

/** Something bad that happens to armwatch, and what came of it. */
@FunctionalInterface
interface Scenario {
    /**
     * Lets it happen.
     *
     * @param armwatch how its processes are started: as the product, or as a mutant of it
     */
    Outcome run(ArmwatchProcess.Options armwatch) throws Exception;
}
