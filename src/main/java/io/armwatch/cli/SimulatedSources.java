package io.armwatch.cli;

import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import java.util.List;

/** The sources whose fixture folders the simulator serves for the commands: all that armwatch watches. */
final class SimulatedSources {
    private SimulatedSources() {}

    static List<String> names() {
        return Sources.scheduled().stream().map(Source::name).toList();
    }
}
