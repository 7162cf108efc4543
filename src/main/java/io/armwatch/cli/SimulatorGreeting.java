package io.armwatch.cli;

import io.armwatch.simulator.Simulator;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code armwatch simulate} prints at start: its address, and curl commands that change something. */
final class SimulatorGreeting {
    private final Simulator simulator;
    private final List<String> ids;
    private final boolean auth;

    SimulatorGreeting(Simulator simulator, boolean auth) {
        this.simulator = simulator;
        this.ids = simulator.pollableIds();
        this.auth = auth;
    }

    void print(PrintWriter out) {
        out.printf("armwatch simulator: %s, %d resources%n%n", simulator.uri(), ids.size());
        if (!simulator.faults().isEmpty()) {
            out.println("Applies these faults, the first that matches a call:");
            simulator.faults().forEach(fault -> out.println("  " + fault.name()));
            out.println();
        }
        if (auth) {
            out.printf(
                    "Give callers IDENTITY_ENDPOINT=%s/msi/token IDENTITY_HEADER=simulator,%n"
                            + "and curl a token: -H \"Authorization: Bearer $TOKEN\"%n%n",
                    simulator.uri());
        }
        first("/microsoft.maps/accounts/").ifPresent(id -> {
            out.println("Rotate a Maps key:");
            curl(out, "POST", id + "/regenerateKey?api-version=2023-06-01", "{\"keyType\":\"primary\"}");
        });
        first("/certificates/sha1-").ifPresent(id -> {
            out.println("Make a certificate's deletion fail, then cancel it:");
            curl(out, "DELETE", id + "?api-version=2024-07-01&simulate=deletion-fails", "");
            curl(out, "POST", id + "/cancelDelete?api-version=2024-07-01", "");
        });
        first("/service/apimservice1/subscriptions/").ifPresent(id -> {
            out.println("Suspend an API Management subscription:");
            curl(out, "PATCH", id + "?api-version=2024-05-01", "{\"properties\":{\"state\":\"suspended\"}}");
        });
    }

    private void curl(PrintWriter out, String method, String path, String body) {
        String data = body.isEmpty() ? "" : " -H 'Content-Type: application/json' -d '" + body + "'";
        out.printf("  curl -sS -X %s '%s%s'%s%n", method, simulator.uri(), path, data);
    }

    private Optional<String> first(String part) {
        return ids.stream()
                .filter(id -> id.toLowerCase(Locale.ROOT).contains(part))
                .findFirst();
    }
}
