package io.armwatch.trace;

import java.time.Instant;
import java.util.Optional;

/**
 * What a trace shows of a poll: no query, no header, no body, and no text that ARM wrote.
 *
 * @param method of HTTP
 * @param path without the query
 * @param list whether a list was read
 * @param requestId its {@code x-ms-client-request-id}
 * @param attempt from 1
 * @param shared whether it used the answer to another source's request
 * @param sentAt when the request was made
 * @param status empty if there was no response
 * @param error the kind of failure; empty if there was none
 */
public record TracedPoll(
        String source,
        String method,
        String path,
        boolean list,
        String requestId,
        int attempt,
        boolean shared,
        Instant sentAt,
        Optional<Integer> status,
        Optional<String> error) {}
