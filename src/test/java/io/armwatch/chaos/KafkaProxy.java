package io.armwatch.chaos;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Stands between a broker and its clients, and knows each request that passes: so a test can say what happens at the third commit,
 * before the broker gets it or before its answer is passed on. The broker must advertise the proxy's address.
 */
final class KafkaProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int broker;
    private final List<ProxyRule> rules = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /** The producers whose transaction holds an event of a resource. */
    private final Set<String> telling = ConcurrentHashMap.newKeySet();

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "kafka-proxy");
        thread.setDaemon(true);
        return thread;
    });

    /** In front of a port of the loopback, where nobody need listen yet. */
    KafkaProxy(int broker) {
        this.broker = broker;
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String brokers() {
        return "127.0.0.1:" + port();
    }

    /** Says what happens at a request, once: the first, from now on, that is one of these. */
    ProxyRule at(Predicate<KafkaRequest> which, ProxyRule.At at, Runnable action, ProxyRule.Then then) {
        return at(which, 1, at, action, then);
    }

    /** Says what happens at a request, once: that with this number, from 1, of these. */
    ProxyRule at(Predicate<KafkaRequest> which, int number, ProxyRule.At at, Runnable action, ProxyRule.Then then) {
        ProxyRule rule = new ProxyRule(which, number, at, action, then, rules::remove);
        rules.add(rule);
        return rule;
    }

    /** Whether it ends a transaction with an event of a resource, not just of a scan. */
    boolean isCommit(KafkaRequest call) {
        return call.isCommit() && telling.contains(call.client());
    }

    /** Whether it belongs to a transaction with an event of a resource. */
    boolean isOffsets(KafkaRequest call) {
        return call.isOffsets() && telling.contains(call.client());
    }

    private void note(KafkaRequest call) {
        if (call.isDetectionResult()) {
            telling.add(call.client());
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // that is how it ends
        }
    }

    private void serve(Socket client) {
        try {
            Socket up = new Socket(InetAddress.getLoopbackAddress(), broker);
            new Connection(client, up).run();
        } catch (IOException away) {
            close(client);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    /** One client's connection and its counterpart to the broker. */
    private final class Connection {
        private final Socket client;
        private final Socket up;
        private final Map<Integer, ProxyRule> awaited = new ConcurrentHashMap<>();

        Connection(Socket client, Socket up) throws IOException {
            this.client = client;
            this.up = up;
            client.setTcpNoDelay(true);
            up.setTcpNoDelay(true);
        }

        void run() {
            open.addAll(List.of(client, up));
            threads.execute(() -> pump(client, up, this::passesRequest));
            pump(up, client, this::passesAnswer);
        }

        private void pump(Socket from, Socket to, Predicate<byte[]> passes) {
            try {
                DataInputStream in = new DataInputStream(from.getInputStream());
                DataOutputStream out = new DataOutputStream(to.getOutputStream());
                while (true) {
                    byte[] frame = new byte[in.readInt()];
                    in.readFully(frame);
                    if (!passes.test(frame)) {
                        break;
                    }
                    byte[] whole = ByteBuffer.allocate(4 + frame.length)
                            .putInt(frame.length)
                            .put(frame)
                            .array();
                    out.write(whole);
                }
            } catch (IOException ended) {
                // by one side or the other
            } finally {
                close(from);
                close(to);
                open.removeAll(List.of(from, to));
            }
        }

        private boolean passesRequest(byte[] frame) {
            KafkaRequest call = KafkaRequest.of(frame);
            note(call);
            Optional<ProxyRule> rule =
                    rules.stream().filter(each -> each.isFor(call)).findFirst();
            if (call.api() == ApiKeys.END_TXN) {
                telling.remove(call.client());
            }
            if (rule.isEmpty()) {
                return true;
            }
            if (rule.get().at() == ProxyRule.At.REQUEST) {
                return rule.get().strike() == ProxyRule.Then.PASS_ON;
            }
            awaited.put(call.correlationId(), rule.get());
            return true;
        }

        private boolean passesAnswer(byte[] frame) {
            ProxyRule rule = awaited.remove(ByteBuffer.wrap(frame).getInt());
            return rule == null || rule.strike() == ProxyRule.Then.PASS_ON;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(KafkaProxy::close);
        threads.shutdownNow();
    }
}
