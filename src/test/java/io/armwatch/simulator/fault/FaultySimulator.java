package io.armwatch.simulator.fault;

import static io.armwatch.simulator.SimulatorClient.APIM_VERSION;
import static io.armwatch.simulator.SimulatorClient.BATCH;
import static io.armwatch.simulator.SimulatorClient.BATCH_VERSION;
import static io.armwatch.simulator.SimulatorClient.MAPS;
import static io.armwatch.simulator.SimulatorClient.MAPS_VERSION;
import static io.armwatch.simulator.SimulatorClient.SERVICE;
import static io.armwatch.simulator.SimulatorClient.SUBSCRIPTION;

import com.fasterxml.jackson.databind.JsonNode;
import io.armwatch.simulator.MovableClock;
import io.armwatch.simulator.Simulator;
import io.armwatch.simulator.SimulatorClient;
import io.armwatch.simulator.SimulatorClient.Reply;
import io.armwatch.simulator.estate.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A simulator with faults in force and a caller who asks for one thing of each kind. */
public final class FaultySimulator implements AutoCloseable {
    static final String BATCH_LIST = SUBSCRIPTION + "/providers/Microsoft.Batch/batchAccounts" + BATCH_VERSION;
    static final String MAPS_LIST = SUBSCRIPTION + "/providers/Microsoft.Maps/accounts" + MAPS_VERSION;
    static final String SERVICE_LIST = SUBSCRIPTION + "/providers/Microsoft.ApiManagement/service" + APIM_VERSION;
    static final String CERTIFICATES = BATCH + "/certificates" + BATCH_VERSION;
    static final String SUBSCRIPTIONS = SERVICE + "/subscriptions" + APIM_VERSION;

    public final MovableClock clock = new MovableClock();
    public final Simulator simulator =
            Simulator.start(SimulatorOptions.builder().pageSize(1).clock(clock).build());
    public final SimulatorClient client = new SimulatorClient(simulator);
    final List<Fault> faults;

    public FaultySimulator(String yaml) {
        faults = simulator.faults(yaml);
    }

    public Reply batch(String... headers) {
        return client.get(BATCH + BATCH_VERSION, headers);
    }

    public Reply maps() {
        return client.get(MAPS + MAPS_VERSION);
    }

    public Reply listKeys() {
        return client.post(MAPS + "/listKeys" + MAPS_VERSION, "");
    }

    String nextLink(String list) {
        return client.get(list).json().path("nextLink").asText();
    }

    /** All pages of a list, at most so many. */
    List<Reply> pages(String list, int most) {
        List<Reply> pages = new ArrayList<>();
        String next = list;
        while (!next.isEmpty() && !next.equals("null") && pages.size() < most) {
            Reply page = client.get(next);
            pages.add(page);
            next = page.json().path("nextLink").asText();
        }
        return pages;
    }

    /** The ids on all pages of a list. */
    List<String> ids(String list) {
        List<String> ids = new ArrayList<>();
        for (Reply page : pages(list, 20)) {
            for (JsonNode item : page.json().path("value")) {
                ids.add(item.get("id").asText());
            }
        }
        return ids;
    }

    public Reply token() {
        return client.get(
                "/msi/token?api-version=2019-08-01&resource=https://management.azure.com/",
                "X-IDENTITY-HEADER",
                "simulator");
    }

    Reply bearing(Reply token) {
        return batch(
                "Authorization", "Bearer " + token.json().path("access_token").asText());
    }

    public void forward(int seconds) {
        clock.forward(Duration.ofSeconds(seconds));
    }

    /** The first bytes that come back on a bare socket; fewer where the connection ends. */
    public String bytes(int most) {
        return bytes(most, Duration.ofSeconds(10));
    }

    /** Fails where nothing comes for so long. */
    String bytes(int most, Duration silence) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
            socket.setSoTimeout((int) silence.toMillis());
            String head = "GET " + BATCH + BATCH_VERSION + " HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(most), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        simulator.close();
    }
}
