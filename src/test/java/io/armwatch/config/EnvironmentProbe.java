package io.armwatch.config;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Prints what a process with this environment reads: some settings, or what is wrong with them. */
final class EnvironmentProbe {
    private EnvironmentProbe() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            Settings settings = SettingsReader.read(Path.of(args[0]), Map.of());
            out.println(settings.azure().endpoint());
            out.println(settings.kafka().exactlyOnce());
            out.println(settings.watch().schedules().get("batch-account"));
            out.println(settings.management().port());
            new TreeMap<>(settings.kafka().client()).forEach((key, value) -> out.println(key + "=" + value));
        } catch (ConfigurationException e) {
            e.problems().forEach(out::println);
        }
    }
}
