package io.armwatch.cli;

import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.estate.SimulatorOptions;
import io.armwatch.simulator.estate.SimulatorOptionsBuilder;
import io.armwatch.simulator.fault.Durations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code armwatch simulate}: runs a simulator until it is stopped. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs a simulator of Azure Resource Manager.",
        footer = {
            "",
            "To make a certificate's deletion fail: DELETE it with simulate=deletion-fails.",
            "",
            "A seed is a JSON array of resources as ARM returns them:",
            "  [ { \"id\": \"/subscriptions/…/Microsoft.Maps/accounts/m\",",
            "      \"keys\": { \"primary\": \"abc\", \"secondary\": \"def\",",
            "        \"primaryLastUpdated\": \"2021-07-02T01:01:01Z\",",
            "        \"secondaryLastUpdated\": \"2021-07-02T01:01:01Z\" } },",
            "    { \"id\": \"/subscriptions/…/Microsoft.Batch/batchAccounts/a\" },",
            "    { \"id\": \"/subscriptions/…/batchAccounts/a/certificates/sha1-0a…\",",
            "      \"deletionFails\": true } ]",
            "Only 'id' is required. The simulator returns 'properties' as given; without",
            "them it fills in a resource from the official examples.",
            "A parent comes before its children.",
            "",
            "A fault file is a YAML list; the first fault that matches a call is applied:",
            "  - fault: a 429 storm in one Azure subscription",
            "    calls: { path: /subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10/ }",
            "    when: { from: 10s, until: 40s }",
            "    answer: { status: 429, retry-after: 7s }",
            "calls:  method, path (a part, or a pattern with *), operation, page, kind",
            "when:   from, until, after, first, every, chance, seed, per",
            "answer: status, code, message, challenge, body, body-of, retry-after,",
            "        retry-after-date, headers, items, without, ids, next-link, gzip, delay,",
            "        revoke-token, token-dies-after, send, megabytes",
            "docs/simulator.md explains each key, with an example of every fault.",
            "",
            "Exit codes: 0 stopped, 2 an option, the seed or the fault file is invalid."
        })
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "8090", description = "Port; 0 for any free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to bind to (${DEFAULT-VALUE}).")
    private String host = "";

    @Option(names = "--seed", paramLabel = "FILE", description = "File with the resources to start with, see below.")
    private @Nullable Path seed;

    @Option(names = "--faults", paramLabel = "FILE", description = "File with faults to apply, see below.")
    private @Nullable Path faults;

    @Option(names = "--resources", paramLabel = "N", description = "Generate N resources of all kinds.")
    private int resources;

    @Option(names = "--play", description = "Change a resource every --play-every.")
    private boolean play;

    @Option(
            names = "--play-every",
            paramLabel = "D",
            defaultValue = "2s",
            converter = Pause.class,
            description = "Pause between changes, such as 500ms, 2s, 1m (${DEFAULT-VALUE}).")
    private Duration playEvery = Duration.ZERO;

    @Option(names = "--page-size", defaultValue = "100", description = "Entities per page (${DEFAULT-VALUE}).")
    private int pageSize;

    @Option(names = "--auth", description = "Require a token that the simulator's /msi/token issued.")
    private boolean auth;

    @Option(
            names = "--token-lifetime",
            paramLabel = "D",
            defaultValue = "24h",
            converter = Pause.class,
            description = "How long the simulator's tokens are valid (${DEFAULT-VALUE}).")
    private Duration tokenLifetime = Duration.ZERO;

    @Option(names = "--gzip", description = "Compress answers for callers that accept it.")
    private boolean gzip;

    @Option(names = "--throttle", description = "Enforce ARM's rate limits with 429.")
    private boolean throttle;

    @Override
    public Integer call() {
        Simulator simulator;
        try {
            simulator = Simulator.start(options());
        } catch (IllegalArgumentException | IllegalStateException e) {
            spec.commandLine().getErr().println("simulate: " + e.getMessage());
            return 2;
        }
        PrintWriter out = spec.commandLine().getOut();
        new SimulatorGreeting(simulator, auth).print(out);
        out.flush();
        runUntilStopped(simulator);
        return 0;
    }

    private SimulatorOptions options() {
        SimulatorOptionsBuilder options = SimulatorOptions.builder()
                .sources(WatchedSources.names())
                .host(host)
                .port(port)
                .resources(resources)
                .pageSize(pageSize)
                .auth(auth)
                .tokenLifetime(tokenLifetime)
                .gzip(gzip)
                .throttle(throttle);
        if (seed != null) {
            options.seed(seed);
        }
        if (faults != null) {
            options.faults(faults);
        }
        if (play) {
            options.playEvery(playEvery);
        }
        return options.build();
    }

    /** Blocks until it is interrupted or the process gets a signal. Being stopped is success, so the exit code is 0. */
    private static void runUntilStopped(Simulator simulator) {
        Thread stop = new Thread(() -> {
            simulator.close();
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(stop);
            simulator.close();
            Thread.currentThread().interrupt();
        }
    }

    /** Converts a duration such as {@code 2s}, or one in ISO 8601. */
    static final class Pause implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is not a duration such as 500ms, 2s or 1m");
            }
        }
    }
}
