package io.armwatch.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.azure.ArmError;
import io.armwatch.change.Incident;
import io.armwatch.change.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What armwatch knows about one polled part of a resource, for {@code armwatch show}.
 *
 * @param endpoint the polled part if it is not the resource itself
 * @param watched whether a scope covers it
 * @param lastPollAt the last successful poll, as exact as the last complete scan
 * @param nextPollAt the next tick of the source's schedule that is not in backoff; empty if it is not watched, or polled on demand
 * @param listOutages the outages of lists and scopes above it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ResourceReport(
        String resourceId,
        String resourceType,
        String source,
        Optional<String> endpoint,
        boolean watched,
        boolean deleted,
        Optional<Instant> incarnation,
        long revision,
        Optional<Instant> lastPollAt,
        Optional<Event> lastChange,
        Optional<Instant> nextPollAt,
        Optional<Outage> outage,
        List<Outage> listOutages,
        List<Incident> incidents,
        Optional<JsonNode> state) {

    /** An event about the resource. */
    record Event(String type, String time, String id) {}

    /**
     * An outage.
     *
     * @param what the ARM id that cannot be polled, with the source that polls it
     * @param message what ARM says, if the event that reported it is still in Kafka
     */
    record Outage(
            String what,
            String reason,
            Instant since,
            int attempts,
            Optional<String> message,
            Optional<Instant> nextAttemptAt) {
        private String text() {
            return reason + " since " + since + ", attempts: " + attempts
                    + message.map(words -> ": " + words).orElse("");
        }
    }

    JsonNode json() {
        return Json.tree(Json.write(this));
    }

    /** The report for people, in lines. */
    String text() {
        StringBuilder text = new StringBuilder();
        add(text, "resource", resourceId);
        add(text, "source", source + endpoint.map(part -> ", " + part).orElse(""));
        add(text, "watched", watched ? "yes" : "no: no scope covers it");
        if (deleted) {
            add(text, "deleted", "yes, or no longer watched");
        }
        add(text, "last poll", text(lastPollAt));
        add(
                text,
                "last change",
                lastChange.map(event -> event.time() + " " + event.type()).orElse("none in Kafka"));
        add(text, "next poll", text(nextPollAt));
        add(text, "outage", outage.map(Outage::text).orElse("none"));
        listOutages.forEach(list -> add(text, "", list.what() + ": " + list.text()));
        add(
                text,
                "incidents",
                incidents.isEmpty()
                        ? "none"
                        : incidents.stream().map(ResourceReport::text).collect(joining("; ")));
        add(text, "revision", revision + incarnation.map(at -> " of " + at).orElse(""));
        state.ifPresent(json -> {
            add(text, "state", "");
            OutputFormat.yaml
                    .document(json)
                    .lines()
                    .skip(1) // ---
                    .forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
        });
        return text.toString().stripTrailing();
    }

    private static void add(StringBuilder text, String name, String value) {
        text.append(String.format("%-12s  %s", name, value).stripTrailing()).append(System.lineSeparator());
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("unknown");
    }

    private static String text(Incident incident) {
        return incident.type()
                + incident.part().map(part -> " of " + part).orElse("")
                + incident.due().map(due -> ", tier " + due.tier()).orElse("")
                + incident.reason()
                        .map(reason -> ": " + ArmError.presentable(reason))
                        .orElse("");
    }
}
