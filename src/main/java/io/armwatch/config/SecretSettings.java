package io.armwatch.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the secret values among settings, environment variables and system properties by their names, and where a value is read from
 * a file: as written, with placeholders resolved, and the values of those placeholders.
 *
 * @param settings as written in the file, with placeholders
 */
record SecretSettings(Map<String, String> settings, Map<String, String> environment, Map<String, String> system) {
    private static final List<String> NAMES = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "token",
            "jaas",
            "fingerprintkey",
            "keystorekey",
            "privatekey",
            "accesskey",
            "apikey",
            "accountkey",
            "connectionstring",
            "identityheader");

    /** Endings of names that stand for the place or kind of a secret, not for the secret itself. */
    private static final List<String> PLACES = List.of(
            "file",
            "path",
            "location",
            "url",
            "uri",
            "endpoint",
            "algorithm",
            "type",
            "class",
            "credentials",
            "lifetime");

    private static final String FILE = "{{" + FilePlaceholder.NAME + ":";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?([^{}]+)}}");
    /** A secret option in a JAAS configuration, which also holds options that are not secret. */
    private static final Pattern JAAS =
            Pattern.compile("(?i)\\w*(?:password|secret|token)\\w*\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;\"']+))");

    private static final Pattern USER_INFO = Pattern.compile("://([^/@\\s:]*:([^/@\\s]+))@");
    private static final int DEEPEST = 20;

    /** Shows names only, no value. */
    @Override
    public String toString() {
        return "SecretSettings[" + settings.keySet() + "]";
    }

    Set<String> values() {
        Set<String> found = new LinkedHashSet<>();
        for (Map<String, String> named : List.of(settings, environment, system)) {
            named.forEach((name, value) -> {
                if (isSecret(name) || value.contains(FILE)) {
                    collect(value, found);
                }
                userInfo(value, found);
            });
        }
        return found;
    }

    /**
     * Whether the name is one of a secret. Case and punctuation do not matter: a variable's name is the setting's in
     * capitals.
     */
    static boolean isSecret(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return NAMES.stream().anyMatch(plain::contains) && PLACES.stream().noneMatch(plain::endsWith);
    }

    private void collect(String written, Set<String> found) {
        add(written, found);
        String resolved = written;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Matcher placeholder = PLACEHOLDER.matcher(resolved);
            if (!placeholder.find()) {
                break;
            }
            String value = resolve(placeholder.group(1).strip());
            boolean path = resolved.lastIndexOf(FILE, placeholder.start() - 1)
                    > resolved.lastIndexOf("}}", placeholder.start());
            if (!path && !PLACEHOLDER.matcher(value).find()) {
                add(value, found);
            }
            resolved = resolved.substring(0, placeholder.start()) + value + resolved.substring(placeholder.end());
        }
        add(resolved, found);
    }

    private static void add(String value, Set<String> found) {
        found.add(value);
        Matcher option = JAAS.matcher(value);
        while (option.find()) {
            Arrays.asList(option.group(1), option.group(2), option.group(3)).stream()
                    .filter(text -> text != null)
                    .forEach(found::add);
        }
    }

    /**
     * Resolves a placeholder: {@code file:PATH}, a key, {@code env:NAME} or {@code sys:name}, the last three with an optional {@code
     * :default}; empty if undefined.
     */
    private String resolve(String name) {
        if (name.startsWith(FilePlaceholder.NAME + ":")) {
            return content(name.substring(FilePlaceholder.NAME.length() + 1));
        }
        if (name.startsWith("env:")) {
            return valueOrDefault(environment, name.substring("env:".length()));
        }
        if (name.startsWith("sys:")) {
            return valueOrDefault(system, name.substring("sys:".length()));
        }
        String variable = name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        return environment.containsKey(variable)
                ? environment.getOrDefault(variable, "")
                : valueOrDefault(settings, name);
    }

    private static String content(String path) {
        try {
            return new FilePlaceholder().apply(path);
        } catch (IllegalArgumentException unreadable) { // Camel reads it again and reports the problem
            return "";
        }
    }

    private static String valueOrDefault(Map<String, String> values, String name) {
        int colon = name.indexOf(':');
        String key = colon < 0 ? name : name.substring(0, colon);
        return values.getOrDefault(key, colon < 0 ? "" : name.substring(colon + 1));
    }

    /** Finds the password in a URL such as a proxy's, and user:password, which a header carries in Base64. */
    private static void userInfo(String value, Set<String> found) {
        Matcher url = USER_INFO.matcher(value);
        while (url.find()) {
            found.add(url.group(1));
            found.add(url.group(2));
        }
    }
}
