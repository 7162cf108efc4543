package io.armwatch.chaos;

import io.armwatch.it.ArmwatchFixture;
import io.armwatch.it.ArmwatchProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * What one start of armwatch takes, until what is known is restored.
 *
 * @param cpu of the whole process
 * @param heap what is in use once garbage is collected, in bytes
 * @param shown what readiness said meanwhile
 * @param log what was logged
 */
record StartFootprint(Duration cpu, long heap, List<String> shown, String log) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** Starts armwatch and ends it. */
    static StartFootprint of(ArmwatchFixture armwatch, ArmwatchProcess.Options options) {
        List<String> shown = new ArrayList<>();
        try (ArmwatchProcess child = armwatch.spawn(options)) {
            Awaitility.await("what is known to be restored")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        armwatch.text("/observe/health/ready").ifPresent(shown::add);
                        return !child.alive() || child.output().contains(" watches ");
                    });
            Duration cpu = child.handle().info().totalCpuDuration().orElse(Duration.ZERO);
            return new StartFootprint(cpu, heap(child), List.copyOf(shown), child.output());
        }
    }

    private static long heap(ArmwatchProcess child) {
        jcmd(child, "GC.run");
        Matcher used = USED.matcher(jcmd(child, "GC.heap_info"));
        long kilobytes = 0;
        for (int generation = 0; generation < 2 && used.find(); generation++) {
            kilobytes += Long.parseLong(used.group(1));
        }
        return kilobytes * 1024;
    }

    private static String jcmd(ArmwatchProcess child, String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(child.handle().pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
