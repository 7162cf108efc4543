package io.armwatch.simulator.fault;

import io.armwatch.simulator.estate.SimulatorState;
import io.armwatch.simulator.operation.Operations;
import io.armwatch.simulator.operation.Tokens;
import java.time.Clock;

/** The parts of the simulator that faults act on. */
public record FaultStage(SimulatorState state, Tokens tokens, Operations operations) {
    Clock clock() {
        return state.options().clock();
    }
}
