package io.armwatch.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of server-sent events, by a plain socket, so that it can send any header and read as slowly as it likes. */
final class EventStreamClient implements AutoCloseable {
    private final Socket socket;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private EventStreamClient(Socket socket) {
        this.socket = socket;
    }

    /** Opens the stream; reads nothing before {@link #read}. */
    static EventStreamClient open(URI server) {
        return get(server, "/api/v1/events");
    }

    /** Sends a GET with these headers. */
    static EventStreamClient get(URI server, String path, String... headers) {
        try {
            Socket socket = new Socket(server.getHost(), server.getPort());
            String host = String.join("", headers).contains("Host:") ? "" : "Host: 127.0.0.1\r\n";
            String rest = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nAccept: text/event-stream\r\n" + host + rest + "\r\n")
                            .getBytes(UTF_8));
            return new EventStreamClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads lines on a thread of its own until the server closes the connection. */
    EventStreamClient read() {
        Thread reader = new Thread(this::readLines, "event-stream-client");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    private void readLines() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("closed");
            return;
        }
        lines.add("closed");
    }

    /** The lines so far, those of the HTTP response included. */
    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
