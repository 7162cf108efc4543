package io.armwatch.simulator.fault;

import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.operation.Operations;
import io.armwatch.simulator.operation.Tokens;
import java.time.Clock;

/** What the faults of a file are played with. */
public record FaultStage(SimulatorState state, Tokens tokens, Operations operations) {
    Clock clock() {
        return state.options().clock();
    }
}
