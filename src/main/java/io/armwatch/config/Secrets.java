package io.armwatch.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The secret values known to this process, which are masked in logs and output. Those in the environment and the system
 * properties are known from the start, those in the settings as soon as they are read. Values are only ever added.
 */
public final class Secrets {
    /** Replaces a secret in a text. */
    public static final String MASK = "***";

    /** Shorter values would mask parts of ordinary words. */
    private static final int SHORTEST = 4;
    /** Ordinary values of settings, which are never secrets. */
    private static final Set<String> ORDINARY = Set.of("true", "false", "none", "null", "default");

    private static volatile List<String> values = List.of();

    static {
        learn(Map.of());
    }

    private Secrets() {}

    /** Adds the secrets among settings, the environment and the system properties. */
    public static void learn(Map<String, String> settings) {
        Map<String, String> system = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(name -> system.put(name, System.getProperty(name, "")));
        new SecretSettings(settings, System.getenv(), system).values().forEach(Secrets::add);
    }

    /**
     * Adds a value in every form in which it may be written: plain, URL-encoded, in JSON, in Base64, and line by line.
     */
    public static void add(String value) {
        List<String> found = forms(value)
                .filter(form -> form.length() >= SHORTEST && !ORDINARY.contains(form))
                .toList();
        if (!values.containsAll(found)) {
            addAll(found);
        }
    }

    private static synchronized void addAll(List<String> found) {
        Set<String> all = new LinkedHashSet<>(values);
        all.addAll(found);
        List<String> longestFirst = new ArrayList<>(all);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        values = List.copyOf(longestFirst);
    }

    private static Stream<String> forms(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        Stream<String> forms = Stream.of(
                value,
                value.strip(),
                URLEncoder.encode(value, StandardCharsets.UTF_8),
                URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"),
                value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        return Stream.concat(forms, lines(value));
    }

    /** The lines of a value: each line of a PEM file is as secret as the whole. */
    private static Stream<String> lines(String value) {
        return value.lines().map(String::strip).filter(line -> line.length() >= 16 && !line.startsWith("-----"));
    }

    /** Whether a text contains a secret. */
    public static boolean isIn(String text) {
        return values.stream().anyMatch(text::contains);
    }

    /** Replaces every secret in a text. */
    public static String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}
