package io.armwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.bench.Settings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the parts one after the other, never two clients at the same time, and says what comes of each. */
final class Bench {
    private static final Path FILE = Path.of("target", "bench.txt");
    /** Nothing is due for long. */
    private static final String NEVER = "0 0 0 1 1 ? 2099";

    private final Settings settings;
    private final Stage stage;
    private final Results results = new Results();

    private Bench(Settings settings, Stage stage) {
        this.settings = settings;
        this.stage = stage;
    }

    static void run(Settings settings) {
        say("%s", settings);
        try (Stage stage = new Stage(settings)) {
            new Bench(settings, stage).run();
        }
    }

    private void run() {
        warmSimulator();
        part(Part.START, this::starts);
        part(Part.SINGLE, this::single);
        part(Part.LISTS, this::lists);
        part(Part.LATENCY, this::latency);
        part(Part.IDLE, this::idle);
        part(Part.MEMORY, this::memory);
        String report = Report.of(results, settings);
        System.out.println("\n" + report);
        try {
            Files.writeString(FILE, report, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So that the first pair does not pay for the simulator's and the broker's compilers. */
    private void warmSimulator() {
        say("the simulator warms up");
        try (Client client = Client.bare(stage, 0)) {
            Window.pass(settings.warmUp());
            client.running().requireAlive();
        }
    }

    private void part(Part part, Runnable measuring) {
        if (settings.parts().contains(part)) {
            say("%s", part.name().toLowerCase(Locale.ROOT));
            measuring.run();
        }
    }

    private void starts() {
        for (int i = 0; i < 3; i++) {
            results.starts.add(start(() -> Client.armwatch(stage, stage.oneByOne(), Client.EVERY_SECOND, "")));
            results.bareStarts.add(start(() -> Client.bare(stage, 0)));
            say("  %s, bare loop %s", last(results.starts), last(results.bareStarts));
        }
    }

    private Start start(Supplier<Client> starting) {
        Asked before = stage.arm().asked();
        try (Client client = starting.get()) {
            return Start.of(stage.arm(), before, client.running());
        }
    }

    private void single() {
        if (settings.isLarge()) { // a round takes longer than a turn
            Duration warmUp = settings.warmUp().multipliedBy(settings.warmTurns());
            results.armwatch.add(run(
                    warmUp, () -> Client.armwatch(stage, stage.oneByOne(), Client.EVERY_SECOND, smallHeap(settings))));
            results.bare.add(run(warmUp, () -> Client.bare(stage, 0)));
            return;
        }
        new Turns(stage, settings)
                .measure(
                        results,
                        () -> say(
                                "  pair %d: %.2f, bare loop %.2f, ratio %.2f",
                                results.bare.size(),
                                last(results.armwatch).window().clientCost(),
                                last(results.bare).window().clientCost(),
                                last(results.ratios(results.armwatch))));
    }

    private void lists() {
        Run.windows(
                stage,
                settings.warmUp().multipliedBy(settings.warmTurns()),
                settings.window(),
                settings.pairs(),
                () -> Client.armwatch(stage, stage.lists(), Client.EVERY_SECOND, ""),
                run -> results.lists.add(said(run)));
    }

    private void latency() {
        int every = Delays.every(settings);
        String cron = every == 60 ? "0 * * * * ?" : "0/" + every + " * * * * ?";
        Supplier<Client> armwatch = () -> Client.armwatch(stage, stage.oneByOne(), cron, "");
        results.delays = Optional.of(delays(armwatch));
        results.bareDelays = Optional.of(delays(() -> Client.bare(stage, every)));
    }

    private Delays delays(Supplier<Client> starting) {
        Delays delays = Delays.of(stage, settings, starting);
        say("    %s", delays);
        return delays;
    }

    private void idle() {
        try (Client client = Client.armwatch(stage, stage.oneByOne(), NEVER, "")) {
            Run.awaitTold(client, client.workload().ids().size(), Limits.DISCOVERY); // by the scan of what is new
            Window.pass(settings.warmUp());
            Window window = Window.of(stage, client, settings.window().multipliedBy(2));
            if (window.asked().requests() > 0) {
                throw new AssertionError("idle, and yet it asked: " + window.asked());
            }
            results.idle = Optional.of(window);
        }
    }

    private void memory() {
        String heap = smallHeap(settings);
        results.smallHeap = Optional.of(
                run(settings.warmUp(), () -> Client.armwatch(stage, stage.oneByOne(), Client.EVERY_SECOND, heap)));
    }

    /** The heap that is to suffice. */
    static String smallHeap(Settings settings) {
        return settings.isLarge() ? "-Xmx1g" : "-Xmx128m";
    }

    private Run run(Duration warmUp, Supplier<Client> starting) {
        List<Run> runs = new ArrayList<>();
        Run.windows(stage, warmUp, settings.window(), 1, starting, runs::add);
        return said(runs.get(0));
    }

    private static Run said(Run run) {
        Window window = run.window();
        say(
                "    %.2f CPU s / 10,000, %.0f/s; simulator %.2f, broker %.2f; %.0f MiB",
                window.clientCost(),
                window.perSecond(),
                window.simulatorCost(),
                window.brokerCost(),
                window.usage().peakMiB());
        return run;
    }

    private static <T> T last(List<T> all) {
        return all.get(all.size() - 1);
    }

    private static void say(String format, Object... values) {
        System.out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " "
                + String.format(Locale.ROOT, format, values));
    }
}
