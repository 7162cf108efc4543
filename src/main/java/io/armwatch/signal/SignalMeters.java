package io.armwatch.signal;

import static java.util.Objects.requireNonNull;

import io.armwatch.signal.SignalListener.Outcome;
import io.armwatch.signal.SignalRecord.Form;
import io.armwatch.source.Source;
import io.armwatch.source.Sources;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts signals by their kind and what became of them, and shows which sources are paused. */
final class SignalMeters {
    private final Map<Form, Map<Outcome, Counter>> counters = new EnumMap<>(Form.class);

    SignalMeters(MeterRegistry meters, PausedSources paused) {
        for (Form form : Form.values()) {
            Map<Outcome, Counter> ofForm = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                ofForm.put(
                        outcome,
                        Counter.builder("armwatch.signals")
                                .description("Signals, by kind and what became of them in this process")
                                .tags("kind", form.text(), "outcome", outcome.text())
                                .register(meters));
            }
            counters.put(form, ofForm);
        }
        for (Source source : Sources.scheduled()) {
            Gauge.builder("armwatch.source.paused", paused, each -> each.isPaused(source.name()) ? 1 : 0)
                    .description("1 while a source is paused by a signal, else 0")
                    .tag("source", source.name())
                    .register(meters);
        }
    }

    void count(Form form, Outcome outcome) {
        requireNonNull(requireNonNull(counters.get(form)).get(outcome)).increment();
    }
}
