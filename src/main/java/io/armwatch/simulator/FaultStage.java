package io.armwatch.simulator;

import java.time.Clock;

/** What the faults of a file are played with. */
record FaultStage(World world, Tokens tokens, Operations operations) {
    Clock clock() {
        return world.options().clock();
    }
}
