package io.armwatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tools/trim-definition} keeps what says which values are valid or secret, and nothing that no one refers to. */
class TrimDefinitionTest {
    private static final String DEFINITION = """
            { "info": { "title": "Things", "version": "2025-01-01" },
              "paths": {
                "/things": { "get": { "operationId": "Things_List", "description": "prose",
                  "parameters": [ { "$ref": "common/types.json#/parameters/ApiVersion" } ],
                  "x-ms-examples": { "one": {} }, "x-ms-pageable": { "nextLinkName": null },
                  "responses": { "200": { "description": "prose", "schema": { "$ref": "#/definitions/ThingList" } } } } },
                "/things/{name}": { "get": { "operationId": "Things_Get", "responses": {} },
                  "delete": { "operationId": "Things_Delete", "responses": {} } } },
              "definitions": {
                "ThingList": { "properties": { "value": { "items": { "$ref": "#/definitions/Thing" } } } },
                "Thing": { "description": "prose", "required": [ "state" ], "allOf": [ { "$ref": "common/types.json#/definitions/Resource" } ],
                  "properties": {
                    "description": { "type": "string", "description": "prose" },
                    "password": { "type": "string", "x-ms-secret": true },
                    "state": { "enum": [ "On" ], "x-ms-enum": { "name": "S", "modelAsString": false, "values": [ {} ] } },
                    "shape": { "$ref": "#/definitions/Shape" } } },
                "Shape": { "discriminator": "kind", "properties": { "kind": { "type": "string" } } },
                "Round": { "x-ms-discriminator-value": "Round", "allOf": [ { "$ref": "#/definitions/Shape" } ] },
                "Unused": { "type": "string" } } }
            """;
    private static final String TYPES = """
            { "parameters": { "ApiVersion": { "name": "api-version", "pattern": "^.+$", "description": "prose" } },
              "definitions": { "Resource": { "properties": { "id": { "readOnly": true } } }, "Other": {} } }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(folder.resolve("common"));
        Files.writeString(folder.resolve("common/types.json"), TYPES);
        Files.writeString(folder.resolve("things.json"), DEFINITION);
    }

    @Test
    void an_operation_is_kept_with_all_that_it_refers_to_and_without_prose() throws Exception {
        Trimmed trimmed = trim("things.json", "Things_List");

        JsonNode json = new ObjectMapper().readTree(trimmed.out());
        assertThat(json.at("/info/version").asText()).isEqualTo("2025-01-01");
        assertThat(json.get("paths").properties()).hasSize(1);
        assertThat(json.at("/paths/~1things/get/x-ms-pageable/nextLinkName").isNull())
                .isTrue();
        assertThat(json.at("/paths/~1things/get/parameters/0/$ref").asText()).isEqualTo("#/parameters/ApiVersion");
        assertThat(json.at("/parameters/ApiVersion/pattern").asText()).isEqualTo("^.+$");
        List<String> definitions = new ArrayList<>();
        json.get("definitions").fieldNames().forEachRemaining(definitions::add);
        assertThat(definitions).containsExactly("Resource", "Round", "Shape", "Thing", "ThingList");
        assertThat(json.at("/definitions/Thing/properties/password/x-ms-secret").asBoolean())
                .isTrue();
        assertThat(json.at("/definitions/Thing/properties/description/type").asText())
                .isEqualTo("string");
        assertThat(json.at("/definitions/Thing/properties/state").toString())
                .isEqualTo("{\"enum\":[\"On\"],\"x-ms-enum\":{\"name\":\"S\",\"modelAsString\":false}}");
        assertThat(json.at("/definitions/Thing/required/0").asText()).isEqualTo("state");
        assertThat(trimmed.out()).doesNotContain("prose", "x-ms-examples", "values");
    }

    @Test
    void a_trimmed_definition_stays_as_it_is_when_it_is_trimmed_again() throws Exception {
        String once = trim("things.json", "Things_List").out();
        Files.writeString(folder.resolve("again.json"), once);

        assertThat(trim("again.json", "Things_List").out()).isEqualTo(once);
    }

    @Test
    void an_unknown_operation_is_refused_by_name() throws Exception {
        Trimmed trimmed = trim("things.json", "Things_Lost");

        assertThat(trimmed.code()).isEqualTo(2);
        assertThat(trimmed.err())
                .contains("things.json has no operation 'Things_Lost'")
                .doesNotContain("Exception");
    }

    @Test
    void definitions_of_different_api_versions_do_not_become_one() throws Exception {
        Files.writeString(folder.resolve("newer.json"), DEFINITION.replace("2025-01-01", "2026-01-01"));

        assertThat(trim("things.json", "Things_List", "newer.json", "Things_Get")
                        .err())
                .contains("the files are of different api-versions: [2025-01-01, 2026-01-01]");
    }

    private record Trimmed(int code, String out, String err) {}

    private Trimmed trim(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Path.of("tools/TrimDefinition.java").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int code = process.waitFor();
        return new Trimmed(
                code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
