package io.armwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A simulator in a JVM of its own that answers each line of its standard input with a line: {@code asked}; {@code work FILE} (ids:
 * what is changed from now on); {@code rate R N} (changes for each request from now on, and how many at most); {@code change N}
 * (at once); {@code made}. It ends when its input does.
 */
final class BenchSimulator {
    private final Simulator simulator;
    private final Map<String, ResourceChanges> works = new HashMap<>();
    private volatile Pace pace;

    private BenchSimulator(Simulator simulator) {
        this.simulator = simulator;
        this.pace = new Pace(none(), 0, 0, 0, 0);
    }

    /** Argument: the seed. Its first line is its port. */
    public static void main(String[] arguments) throws IOException {
        Simulator simulator = Simulator.start(SimulatorOptions.builder()
                .seed(Path.of(arguments[0]))
                .pageSize(Workload.PAGE)
                .build());
        System.out.println(simulator.port());
        BenchSimulator bench = new BenchSimulator(simulator);
        new Thread(bench::keepPace, "pace").start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(bench.answer(line));
        }
        System.exit(0);
    }

    private ResourceChanges none() {
        return new ResourceChanges(simulator, List.of());
    }

    private String answer(String line) {
        String argument = line.substring(line.indexOf(' ') + 1);
        return switch (line.split(" ", 2)[0]) {
            case "asked" -> asked().line();
            case "work" -> work(argument);
            case "rate" -> rate(argument.split(" "));
            case "change" -> Long.toString(pace.changes().make(Long.parseLong(argument)));
            case "made" -> Long.toString(pace.changes().made());
            default -> throw new IllegalArgumentException("unknown: " + line);
        };
    }

    private RequestCounts asked() {
        return RequestCounts.of(simulator.counts());
    }

    private String work(String file) {
        pace = new Pace(works.computeIfAbsent(file, this::changes), 0, 0, 0, 0);
        return "ok";
    }

    private ResourceChanges changes(String file) {
        try {
            return new ResourceChanges(simulator, Files.readAllLines(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String rate(String[] rateAndMost) {
        ResourceChanges changes = pace.changes();
        double rate = Double.parseDouble(rateAndMost[0]);
        long most = Long.parseLong(rateAndMost[1]);
        pace = new Pace(changes, rate, most, asked().requests(), changes.made());
        return Long.toString(changes.made());
    }

    /** A change that cannot be made ends the simulator, so that nothing wrong is measured. */
    private void keepPace() {
        try {
            while (true) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                Pace now = pace;
                if (now.rate() > 0) {
                    now.changes().make(now.due(asked().requests()));
                }
            }
        } catch (RuntimeException e) {
            System.err.println("a change cannot be made: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    /** So many changes for each request after these, up to a number. */
    private record Pace(ResourceChanges changes, double rate, long most, long requests, long made) {
        long due(long nowRequests) {
            return Math.min(most, (long) ((nowRequests - requests) * rate)) - (changes.made() - made);
        }
    }
}
