package io.armwatch.azure;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The api-versions that ARM or a resource provider names in an error because it refuses the one of the request. The
 * wordings, all without an article in Azure's reference:
 *
 * <pre>
 * The api-version '2020-01-01' is invalid. The supported versions are '2024-07-01,2023-11-01'.
 * No registered resource provider found for location 'x' and API version 'y' for type 'z'. The supported api-versions are '…'.
 * The resource type 'x' could not be found in the namespace 'y' for api version 'z'. The supported api-versions are '…'.
 * API version query parameter is not specified or was specified incorrectly.  Supported versions: 2022-08-01,2023-05-01-preview
 * </pre>
 */
final class SupportedVersions {
    private static final Pattern LIST =
            Pattern.compile("(?i)supported (?:api-?\\s?)?versions(?: are|:)\\s*'?([0-9a-z.,\\s-]*)");
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:-[a-z]+)?");
    private static final Pattern REFUSED = Pattern.compile("(?i)api[- ]version '([^']*)'");

    private SupportedVersions() {}

    /**
     * The versions in an error message; none if the refused one is among them, as then ARM refuses something else, for
     * example the location.
     */
    static List<String> in(String message) {
        Matcher list = LIST.matcher(message);
        if (!list.find()) {
            return List.of();
        }
        List<String> versions = VERSION.matcher(list.group(1))
                .results()
                .map(match -> match.group())
                .toList();
        Matcher refused = REFUSED.matcher(message);
        return refused.find() && versions.contains(refused.group(1)) ? List.of() : versions;
    }
}
