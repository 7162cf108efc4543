package io.armwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The simulator that both clients poll. */
final class SimulatorControl implements AutoCloseable {
    private final ChildProcess running;
    private final BufferedReader answers;
    private final PrintWriter questions;
    private final String endpoint;

    SimulatorControl(Path folder, Path seed) {
        // As a server: both compilers, and the collector that spends the least CPU on two cores.
        List<String> flags = List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmn1g", "-Xmx6g");
        running = ChildProcess.java(folder, flags, BenchSimulator.class, List.of(seed.toString()));
        answers = new BufferedReader(new InputStreamReader(running.process().getInputStream(), UTF_8));
        questions = new PrintWriter(running.process().getOutputStream(), true, UTF_8);
        endpoint = "http://127.0.0.1:" + Integer.parseInt(line());
    }

    String endpoint() {
        return endpoint;
    }

    ChildProcess running() {
        return running;
    }

    RequestCounts asked() {
        return RequestCounts.parse(ask("asked"));
    }

    /** Nothing changes by itself from now on; what is changed is one of these. */
    void work(Path ids) {
        ask("work " + ids);
    }

    /** From now on so many changes come for each request. */
    void rate(double perRequest) {
        rate(perRequest, Long.MAX_VALUE);
    }

    /** The same, but no more than so many. */
    void rate(double perRequest, long atMost) {
        ask("rate " + perRequest + " " + atMost);
    }

    /** Makes changes at once, and returns how many there were so far, of this work. */
    long change(int count) {
        return Long.parseLong(ask("change " + count));
    }

    /** How many changes there were so far, of this work. */
    long made() {
        return Long.parseLong(ask("made"));
    }

    private synchronized String ask(String question) {
        questions.println(question);
        return line();
    }

    private String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                running.process().destroyForcibly().waitFor();
                running.requireAlive();
                throw new IllegalStateException("the simulator says no more");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
