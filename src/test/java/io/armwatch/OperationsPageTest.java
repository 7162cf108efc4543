package io.armwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.armwatch.change.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code docs/operations.md}: whoever reads a log, a reason or an exit code finds there what it means and what to do. */
class OperationsPageTest {
    private static final Path PAGE = Path.of("docs", "operations.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern LOGGED = Pattern.compile("LOG(?:\\.(?:warn|error)\\(|::(?:warn|error))");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern CODE = Pattern.compile("(?<![0-9])([0-9]) [A-Za-z]");
    /** Fewer letters say nothing: the message is computed. */
    private static final int LETTERS = 10;

    /** How messages begin that are not written where they are logged. */
    private static final Map<String, List<String>> COMPUTED = Map.of(
            "config/Keys.java", List.of("The environment variable"),
            "detection/DetectionService.java",
                    List.of("Kafka cannot be reached at", "Kafka answers, but does not begin a transaction"),
            "detection/Installation.java",
                    List.of("Another armwatch (…) runs with", "Another armwatch (…) publishes to", "An older armwatch"),
            "poll/plan/BudgetReport.java", List.of("The schedules do not fit ARM's budget"));

    /** The rows of the table of a section: the text of their first cell. */
    private static List<String> rows(String section) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("\n" + section + "\n");
        assertThat(begin).as("the section '" + section + "' of " + PAGE).isPositive();
        int end = page.indexOf("\n## ", begin + 1);
        return page.substring(begin, end < 0 ? page.length() : end)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf("` |")))
                .toList();
    }

    private static List<String> messages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> messages = new ArrayList<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                messages.addAll(messages(file));
            }
            return messages;
        }
    }

    /** The warnings and errors of a file, with … for each value. */
    private static List<String> messages(Path file) throws IOException {
        String source = Files.readString(file);
        String name = SOURCES.resolve("io/armwatch").relativize(file).toString();
        List<String> found = new ArrayList<>();
        Matcher logged = LOGGED.matcher(source);
        while (logged.find()) {
            String message = literal(source.substring(logged.end())).replace("{}", "…");
            if (message.replaceAll("[^A-Za-z]", "").length() >= LETTERS) {
                found.add(message);
            } else {
                assertThat(COMPUTED)
                        .as("what " + name + " logs: add how its texts begin")
                        .containsKey(name);
                found.addAll(COMPUTED.getOrDefault(name, List.of()));
            }
        }
        return found;
    }

    /** The literals that begin a list of arguments, joined; empty if it begins with something else. */
    private static String literal(String arguments) {
        StringBuilder text = new StringBuilder();
        Matcher literal = LITERAL.matcher(arguments);
        int end = 0;
        while (literal.find() && arguments.substring(end, literal.start()).matches(end == 0 ? "\\s*" : "\\s*\\+\\s*")) {
            text.append(literal.group(1));
            end = literal.end();
        }
        return text.toString();
    }

    /** As GitHub makes them. */
    private static List<String> anchors() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("#{2,4} .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }

    @Test
    void each_link_to_the_page_leads_to_a_heading() throws IOException {
        List<String> anchors = anchors();
        for (Path file :
                List.of(PAGE, Path.of("README.md"), Path.of("docs", "events.md"), Path.of("docs", "guarantees.md"))) {
            String page = file.equals(PAGE) ? "" : "(?:docs/)?operations\\.md";
            Matcher link = Pattern.compile("]\\(" + page + "#([^)]*)\\)").matcher(Files.readString(file));
            while (link.find()) {
                assertThat(anchors).as(file + ": " + link.group()).contains(link.group(1));
            }
        }
    }

    static List<String> logged() throws IOException {
        return messages();
    }

    @ParameterizedTest
    @MethodSource("logged")
    void each_warning_and_error_has_a_row(String message) throws IOException {
        assertThat(rows("## Warnings and errors in the log"))
                .as("a row that begins with `" + message + "`, with its meaning and what to do")
                .anyMatch(message::startsWith);
    }

    @Test
    void no_row_is_about_a_message_that_is_no_longer_logged() throws IOException {
        List<String> messages = messages();

        assertThat(rows("## Warnings and errors in the log"))
                .allMatch(row -> messages.stream().anyMatch(message -> message.startsWith(row)))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void each_reason_of_a_failed_poll_has_a_row(Reason reason) throws IOException {
        assertThat(rows("## Reasons of failed polls")).contains(reason.text());
    }

    static Stream<CommandLine> commands() {
        return Armwatch.commandLine().getSubcommands().values().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_exit_code_of_a_command_is_explained(CommandLine command) throws IOException {
        String help = String.join(" ", command.getCommandSpec().usageMessage().footer());
        List<String> row = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `armwatch " + command.getCommandName() + "` | "))
                .flatMap(line -> Stream.of(line.split("\\|", -1)))
                .map(String::strip)
                .toList();
        assertThat(row).as("the row of armwatch " + command.getCommandName()).hasSize(6);

        for (int code = 0; code <= 2; code++) {
            assertThat(row.get(2 + code).equals("–"))
                    .as("code " + code + " in the help, and a dash in the table")
                    .isNotEqualTo(codes(help).contains(Integer.toString(code)));
        }
    }

    private static List<String> codes(String help) {
        return CODE.matcher(help.substring(help.indexOf("Exit codes:")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
