package io.armwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.armwatch.azure.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchFileTest {
    private static final String MAPS =
            SettingsFolder.SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/a";

    private final SettingsFolder folder;

    WatchFileTest(@TempDir Path path) throws IOException {
        folder = new SettingsFolder(path);
    }

    @Test
    void scopes_are_read_with_their_lines() throws Exception {
        folder.watch(
                "# all of it",
                "watch:",
                "  - " + SettingsFolder.SUBSCRIPTION,
                "",
                "  # one",
                "  - '" + MAPS + "' # quoted");

        assertThat(folder.read().watch().scopes())
                .extracting(Scope::text, Scope::line)
                .containsExactly(tuple(SettingsFolder.SUBSCRIPTION, 3), tuple(MAPS, 6));
    }

    @Test
    void as_many_may_be_watched_one_by_one_as_there_are() throws Exception {
        String[] lines = IntStream.range(0, 40_000)
                .mapToObj(number -> "  - " + MAPS + number)
                .toArray(String[]::new);
        folder.watch("watch:\n" + String.join("\n", lines));

        assertThat(folder.read().watch().scopes()).hasSize(lines.length);
    }

    /** The YAML reader reads by parts, and would stumble over a character that stands in two of them. */
    @Test
    void any_character_may_stand_anywhere() throws Exception {
        for (int before = 1010; before < 1040; before++) {
            folder.watch("#" + "x".repeat(before) + "😀", "watch:", "  - " + MAPS);

            assertThat(folder.read().watch().scopes()).hasSize(1);
        }
    }

    @Test
    void a_byte_order_mark_is_accepted() throws Exception {
        folder.watch("\uFEFFwatch:", "  - " + MAPS);

        assertThat(folder.read().watch().scopes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing yet",
                "watch:",
                "watch: []",
                "watch: /subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10",
                "watch: {a: b}",
                "- /subscriptions/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10",
                "just text"
            })
    void where_there_is_no_list_an_example_is_shown(String text) throws Exception {
        folder.watch(text);

        assertThat(folder.problems())
                .containsExactly("watch.yaml:1: nothing to watch; expected a list of scopes, for example\n"
                        + "watch:\n  - /subscriptions/{uuid}/resourceGroups/{group}/providers/…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\t- /subscriptions", "  - 'open", "  - [", "  - a: b: c", "  - *unknown", " - a\n  - b: \u0007"
            })
    void invalid_yaml_is_reported_with_its_line(String line) throws Exception {
        folder.watch("watch:", line, "  - " + MAPS);

        assertThat(folder.problems()).singleElement().asString().matches("(?s)watch\\.yaml:[1-4]: not YAML: .+");
    }

    @Test
    void a_second_document_is_not_yaml_of_ours() throws Exception {
        folder.watch("watch:", "  - " + MAPS, "---", "watch: []");

        assertThat(folder.problems()).singleElement().asString().startsWith("watch.yaml:3: not YAML: ");
    }

    @Test
    void a_repeated_list_is_reported_with_its_line() throws Exception {
        folder.watch("watch:", "  - " + MAPS, "watch:", "  - " + SettingsFolder.SUBSCRIPTION);

        assertThat(folder.problems())
                .containsExactly("watch.yaml:3: the key watch appears twice; expected one list with all scopes");
    }

    @Test
    void what_is_excluded_is_read_beside_the_scopes() throws Exception {
        folder.watch(
                "watch:",
                "  - /subscriptions/*",
                "  - /providers/Microsoft.Management/managementGroups/Platform",
                "exclude:",
                "  - " + SettingsFolder.SUBSCRIPTION + "/resourceGroups/Test/",
                "  - " + MAPS);

        assertThat(folder.read().watch().exclusions().keys())
                .containsExactlyInAnyOrder(
                        (SettingsFolder.SUBSCRIPTION + "/resourcegroups/test").toLowerCase(Locale.ROOT),
                        MAPS.toLowerCase(Locale.ROOT));
        assertThat(folder.read().watch().scopes()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exclude:", "exclude: []"})
    void nothing_may_be_excluded(String line) throws Exception {
        folder.watch("watch:", "  - " + MAPS, line);

        assertThat(folder.read().watch().exclusions().keys()).isEmpty();
    }

    @Test
    void every_fault_is_reported_at_once_with_its_line() throws Exception {
        folder.watch(
                "watch:",
                "  - /subscriptions/x",
                "exclude:",
                "  - /subscriptions/*",
                "  - " + MAPS,
                "  - {a: b}",
                "exclude: []",
                "also:");

        assertThat(folder.problems())
                .extracting(problem -> problem.substring(0, "watch.yaml:1:".length()))
                .containsExactlyInAnyOrder(
                        "watch.yaml:2:", "watch.yaml:4:", "watch.yaml:6:", "watch.yaml:7:", "watch.yaml:8:");
    }

    @Test
    void an_exclusion_that_is_no_list_is_reported_with_its_line() throws Exception {
        folder.watch("watch:", "  - " + MAPS, "exclude: " + MAPS);

        assertThat(folder.problems()).containsExactly("watch.yaml:3: exclude is not a list; expected a list of ids");
    }

    @Test
    void an_unknown_key_is_reported_with_its_line() throws Exception {
        folder.watch("watch:", "  - " + MAPS, "ignore:", "  - " + MAPS);

        assertThat(folder.problems()).containsExactly("watch.yaml:3: unknown key 'ignore'; expected watch or exclude");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a: b}", "[a]", "- nested"})
    void a_value_that_is_not_text_is_reported_with_its_line(String item) throws Exception {
        folder.watch("watch:", "  - " + MAPS, "  - " + item);

        assertThat(folder.problems())
                .containsExactly(
                        "watch.yaml:3: '- " + item
                                + "': a scope is a string, for example /subscriptions/{uuid}/resourceGroups/{group}/providers/…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "true", "null", "''", "/", "nothing", "\"\\e[2J\\x9b2J\""})
    void an_invalid_scope_is_reported_with_its_line_and_without_control_characters(String item) throws Exception {
        folder.watch("watch:", "  - " + MAPS, "  - " + item);

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .matches("watch\\.yaml:3: '[^\\p{C}]*': a scope starts with /subscriptions/\\{uuid},.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/subscription/6b1c0f3e-52a4-4c5b-9d1e-0c8a7f2b9e10",
                "/subscriptions/6b1c0f3e",
                SettingsFolder.SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Maps/account/a",
                SettingsFolder.SUBSCRIPTION + "/resourceGroups/rg1/providers/Microsoft.Maps/accounts/a?b",
                SettingsFolder.SUBSCRIPTION + "/providers/Microsoft.Maps/accounts/a"
            })
    void a_wrong_scope_is_quoted_as_written(String scope) throws Exception {
        folder.watch("watch:", "  - " + scope);

        assertThat(folder.problems()).singleElement().asString().startsWith("watch.yaml:2: '" + scope + "': ");
    }

    @Test
    void every_problem_is_reported_not_just_the_first() throws Exception {
        folder.watch(
                SettingsFolder.scopes("one", MAPS, "two", SettingsFolder.SUBSCRIPTION + "/resourceGroups/", "three"));

        assertThat(folder.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                .containsExactly("watch.yaml:2:", "watch.yaml:4:", "watch.yaml:5:", "watch.yaml:6:");
    }

    @Test
    void a_missing_file_is_reported_with_the_setting_that_names_it() throws Exception {
        Files.delete(folder.path().resolve("watch.yaml"));

        assertThat(folder.problems())
                .containsExactly(
                        "watch.yaml: cannot be read (NoSuchFileException); set armwatch.watch.file to a readable"
                                + " file");
    }

    @Test
    void a_file_that_is_not_utf_8_is_reported() throws Exception {
        Files.write(folder.path().resolve("watch.yaml"), "watch: ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(folder.problems()).singleElement().asString().startsWith("watch.yaml: cannot be read (Malformed");
    }

    @Test
    void ten_thousand_scopes_are_read() throws Exception {
        String[] scopes = new String[10_000];
        for (int i = 0; i < scopes.length; i++) {
            scopes[i] = MAPS + i;
        }

        List<Scope> read =
                folder.watch(SettingsFolder.scopes(scopes)).read().watch().scopes();

        assertThat(read).hasSize(10_000).last().extracting(Scope::line).isEqualTo(10_001);
    }
}
