package io.armwatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.armwatch.chaos.ProxyRule.At;
import io.armwatch.chaos.ProxyRule.Then;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.protocol.ApiKeys;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KafkaProxyTest {
    private final ServerSocket broker = listen();
    private final KafkaProxy proxy = new KafkaProxy(broker.getLocalPort());
    private final List<Integer> arrived = new CopyOnWriteArrayList<>();

    KafkaProxyTest() {
        Thread thread = new Thread(this::answer, "broker");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        broker.close();
    }

    @Test
    void what_no_rule_is_for_passes() throws IOException {
        try (ProxyRule other = proxy.at(call -> call.client().equals("other"), At.REQUEST, () -> {}, Then.DROP);
                Socket client = client()) {
            assertThat(List.of(ask(client, 7), ask(client, 8))).containsExactly(7, 8);
            assertThat(other.hasStruck()).isFalse();
        }
    }

    @Test
    void a_request_that_is_dropped_never_arrives_and_the_connection_is_lost() throws IOException {
        try (ProxyRule second = proxy.at(KafkaProxyTest::isMetadata, 2, At.REQUEST, () -> {}, Then.DROP);
                Socket client = client()) {
            assertThat(ask(client, 7)).isEqualTo(7);
            assertThatThrownBy(() -> ask(client, 8)).isInstanceOf(IOException.class);
            assertThat(second.hasStruck()).isTrue();
            assertThat(arrived).containsExactly(7);
        }
    }

    @Test
    void an_answer_that_is_dropped_is_lost_though_the_request_arrived() throws IOException {
        try (ProxyRule first = proxy.at(KafkaProxyTest::isMetadata, At.ANSWER, () -> {}, Then.DROP);
                Socket client = client();
                Socket again = client()) {
            assertThatThrownBy(() -> ask(client, 7)).isInstanceOf(IOException.class);
            assertThat(ask(again, 8)).as("it happens once").isEqualTo(8);
            assertThat(first.hasStruck()).isTrue();
            assertThat(arrived).containsExactly(7, 8);
        }
    }

    @Test
    void a_request_that_is_held_arrives_though_its_client_has_died() throws IOException {
        CountDownLatch held = new CountDownLatch(1);
        try (ProxyRule hold =
                proxy.at(KafkaProxyTest::isMetadata, At.REQUEST, () -> ChaosFixture.hold(held), Then.PASS_ON)) {
            try (Socket client = client()) {
                send(client, 7);
            }
            assertThat(arrived).isEmpty();
            held.countDown();
            Awaitility.await("the request").until(() -> arrived.equals(List.of(7)));
            assertThat(hold.hasStruck()).isTrue();
        }
    }

    private static boolean isMetadata(KafkaRequest call) {
        return call.api() == ApiKeys.METADATA && call.client().equals("test");
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket client() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    /** Sends a request with a correlation id and returns that of the answer. */
    private static int ask(Socket client, int correlation) throws IOException {
        send(client, correlation);
        DataInputStream in = new DataInputStream(client.getInputStream());
        return ByteBuffer.wrap(in.readNBytes(in.readInt())).getInt();
    }

    private static void send(Socket client, int correlation) throws IOException {
        byte[] name = "test".getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + 10 + name.length + 4);
        frame.putInt(frame.capacity() - 4).putShort(ApiKeys.METADATA.id).putShort((short) 1);
        frame.putInt(correlation).putShort((short) name.length).put(name).putInt(0);
        client.getOutputStream().write(frame.array());
    }

    /** A broker that answers each request with its correlation id. */
    private void answer() {
        try {
            while (true) {
                Socket socket = broker.accept();
                Thread thread = new Thread(() -> answer(socket), "connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // that is how it ends
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                int correlation = KafkaRequest.of(in.readNBytes(in.readInt())).correlationId();
                arrived.add(correlation);
                out.writeInt(4);
                out.writeInt(correlation);
            }
        } catch (IOException ended) {
            // by its client
        }
    }
}
