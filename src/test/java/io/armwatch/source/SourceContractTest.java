package io.armwatch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.armwatch.change.Change;
import io.armwatch.change.Change.ResourceChanged;
import io.armwatch.change.Differences;
import io.armwatch.change.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every source keeps to, whatever it watches. It needs nothing of a new source but the source and its fixture folder. */
class SourceContractTest {
    static Stream<SourceUnderTest> sources() {
        return Sources.all().stream().flatMap(SourceUnderTest::of);
    }

    /** Every source with each leaf of its entity but the resource's own id, name and type. */
    static Stream<Arguments> leaves() {
        return sources()
                .flatMap(subject -> pointers("", subject.body(), false).stream()
                        .filter(pointer -> !List.of("/id", "/name", "/type").contains(pointer))
                        .map(pointer -> Arguments.of(subject, pointer)));
    }

    /** Every source with each property of its entity, objects and lists among them. */
    static Stream<Arguments> properties() {
        return sources()
                .flatMap(subject -> pointers("", subject.body(), true).stream()
                        .filter(pointer -> !pointer.equals("/properties"))
                        .map(pointer -> Arguments.of(subject, pointer)));
    }

    private static List<String> pointers(String at, JsonNode node, boolean containers) {
        List<String> found = new ArrayList<>();
        if (node.isValueNode() || (containers && !at.isEmpty())) {
            found.add(at);
        }
        node.properties()
                .forEach(each -> found.addAll(pointers(at + "/" + each.getKey(), each.getValue(), containers)));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            found.addAll(pointers(at + "/" + i, node.get(i), containers));
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void every_property_of_the_reference_is_reported_when_it_differs(SourceUnderTest subject, String leaf)
            throws Exception {
        ObjectNode changed =
                OfficialExample.with(subject.body(), leaf, subject.other().at(leaf));

        List<Change> changes = subject.source()
                .changes(subject.decoded(subject.body()), List.of(), subject.decoded(changed))
                .changes();

        assertThat(changes.stream().anyMatch(change -> tells(change, leaf)))
                .as(changes::toString)
                .isEqualTo(subject.reports(leaf));
    }

    private static boolean tells(Change change, String leaf) {
        return !(change instanceof ResourceChanged other)
                || other.changes().stream().anyMatch(each -> (leaf + "/").startsWith(each.path() + "/"));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void a_property_that_is_null_is_absent(SourceUnderTest subject, String property) throws Exception {
        JsonNode isNull = subject.decoded(OfficialExample.with(subject.body(), property, null));

        assertThat(isNull).isEqualTo(subject.decoded(OfficialExample.without(subject.body(), property)));
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void a_value_of_another_type_is_refused_by_its_path_and_not_quoted(SourceUnderTest subject, String leaf) {
        boolean text = subject.body().at(leaf).isTextual();
        ObjectNode wrong = OfficialExample.with(subject.body(), leaf, text ? (Object) 4711 : "4711");

        InvalidAnswerException refusal =
                catchThrowableOfType(InvalidAnswerException.class, () -> subject.decoded(wrong));

        if (!subject.isKept(leaf)) {
            assertThat(refusal).isNull();
        } else {
            assertThat(refusal).hasMessageContaining(leaf + " ").hasNoCause();
            assertThat(refusal.getMessage()).doesNotContain("4711");
        }
    }

    /** Names of properties that hold a secret in some definition: facts of the reference, see the fixture folders. */
    private static final Set<String> SECRETS = Set.of(
            "password",
            "pfxBlob",
            "value",
            "encodedCertificate",
            "certificatePassword",
            "primaryKey",
            "secondaryKey",
            "publisherEmail");

    @ParameterizedTest
    @MethodSource("sources")
    void no_secret_of_the_reference_is_in_a_state(SourceUnderTest subject) throws Exception {
        String state = subject.decoded(subject.body()).toString();

        pointers("", subject.body(), false).stream()
                .filter(pointer -> SECRETS.contains(pointer.substring(pointer.lastIndexOf('/') + 1)))
                .filter(pointer -> subject.body().at(pointer).isTextual())
                .filter(pointer -> !pointer.matches(".*Rules/\\d+/value"))
                .forEach(pointer -> assertThat(state)
                        .as(pointer)
                        .doesNotContain("\"" + subject.body().at(pointer).textValue() + "\""));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void what_is_left_out_exists_and_has_a_reason(SourceUnderTest subject) {
        if (subject.source() instanceof PlainSource plain) {
            plain.leftOut().forEach((pointer, reason) -> {
                assertThat(subject.body().at(pointer.replace("*", "0")).isMissingNode())
                        .as(pointer)
                        .isFalse();
                assertThat(reason).as(pointer).isNotBlank();
            });
        }
    }

    /** With {@code -Drecord.write} it writes the file of a new source. */
    @ParameterizedTest
    @MethodSource("views")
    void the_record_keeps_the_properties_that_its_file_lists(Source source) throws Exception {
        Set<String> kept = new TreeSet<>();
        for (SourceUnderTest subject : SourceUnderTest.of(source).toList()) {
            for (JsonNode body : List.of(subject.body(), subject.other())) {
                kept.addAll(recordPointers("", subject.decoded(body)));
            }
        }
        Path file = Path.of("src/main/resources", RecordHistory.location(source));
        if (System.getProperty("record.write") != null && !Files.exists(file)) {
            Files.write(file, kept);
        }
        List<String> present = Files.readAllLines(file).stream()
                .filter(line -> !line.matches(".* \\d+-\\d+"))
                .map(line -> line.replaceAll(" .*", ""))
                .toList();
        assertThat(present)
                .as(
                        "the properties in %s. After a new one write the record's next version, such as '/tags 2'; after one that is no "
                                + "longer kept its versions, such as '/tags 1-1'",
                        file)
                .containsExactlyInAnyOrderElementsOf(kept);
    }

    static Stream<Source> views() {
        return Sources.all().stream();
    }

    /** The leaves and lists of a state, as in {@code record.txt}. */
    private static List<String> recordPointers(String at, JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isArray() || (node.isValueNode() && !at.endsWith("/*"))) {
            found.add(at);
        }
        node.properties().forEach(each -> found.addAll(recordPointers(at + "/" + each.getKey(), each.getValue())));
        if (node.isArray()) {
            node.forEach(element -> found.addAll(recordPointers(at + "/*", element)));
        }
        return found;
    }

    /** Events take them from the state; from the list that led to the resource only if the answer has none. */
    @ParameterizedTest
    @MethodSource("sources")
    void the_region_and_tags_of_an_answer_are_in_the_state(SourceUnderTest subject) throws Exception {
        assertThat(Labels.of(subject.decoded(subject.body()))).isEqualTo(Labels.of(subject.body()));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void an_answer_decodes_to_the_same_state_twice(SourceUnderTest subject) throws Exception {
        assertThat(subject.decoded(subject.body())).isEqualTo(subject.decoded(subject.body()));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void decoding_leaves_the_answer_as_it_is(SourceUnderTest subject) throws Exception {
        ObjectNode given = subject.body().deepCopy();

        subject.decoded(given);

        assertThat(given).isEqualTo(subject.body());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void a_state_equals_itself_after_a_round_trip(SourceUnderTest subject) throws Exception {
        JsonNode state = subject.decoded(subject.body());

        JsonNode readBack = readBack(state);

        assertThat(Differences.between(readBack, state)).isEmpty();
        assertThat(readBack).isEqualTo(state);
    }

    private static JsonNode readBack(JsonNode state) throws IOException {
        return OfficialExample.JSON.readTree(OfficialExample.JSON.writeValueAsBytes(state));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void unknown_properties_are_ignored(SourceUnderTest subject) throws Exception {
        ObjectNode more = OfficialExample.with(subject.body(), "/unknown", Map.of("a", 1));
        if (more.has("properties")) {
            more.withObject("/properties").putArray("unknown").add(1);
        }

        assertThat(subject.decoded(more)).isEqualTo(subject.decoded(subject.body()));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void no_key_value_is_in_a_state_or_an_error(SourceUnderTest subject) throws Exception {
        ObjectNode keys = subject.body().deepCopy();
        JsonNode holder = keys.has("properties") ? keys.get("properties") : keys;
        ((ObjectNode) holder).put("primaryKey", "pRiMaRy-value").put("secondaryKey", "sEcOnDaRy-value");
        ObjectNode invalid = allNumbersButKeys(keys);

        Throwable refusal = catchThrowableOfType(Exception.class, () -> subject.decoded(invalid));

        assertThat(subject.decoded(keys).toString()).doesNotContain("pRiMaRy-value", "sEcOnDaRy-value");
        assertThat(String.valueOf(refusal)).doesNotContain("pRiMaRy-value", "sEcOnDaRy-value");
    }

    private static ObjectNode allNumbersButKeys(ObjectNode body) {
        ObjectNode invalid = body;
        for (String leaf : pointers("", body, false)) {
            invalid = leaf.endsWith("aryKey") ? invalid : OfficialExample.with(invalid, leaf, 4711);
        }
        return invalid;
    }

    @ParameterizedTest
    @MethodSource("sources")
    void an_answer_that_is_not_an_object_is_refused(SourceUnderTest subject) {
        assertThat(catchThrowableOfType(
                        InvalidAnswerException.class,
                        () -> subject.decoded(
                                OfficialExample.JSON.createArrayNode().add(subject.body()))))
                .hasMessage("the response is not a JSON object");
    }
}
