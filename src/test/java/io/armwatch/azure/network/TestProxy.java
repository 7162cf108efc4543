package io.armwatch.azure.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that tunnels to a server of this machine, whatever host it is asked for, and wants a user and a password. */
final class TestProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final int target;
    private final String login;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final List<String> asked = new CopyOnWriteArrayList<>();

    TestProxy(int target, String login) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.login = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            while (!head.isEmpty() && !head.contains("Proxy-Authorization: Basic " + login)) {
                write(client, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
                head = head(client.getInputStream());
            }
            if (head.isEmpty()) {
                return;
            }
            asked.add(head.lines().findFirst().orElse(""));
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                write(client, "HTTP/1.1 200 Connected\r\n\r\n");
                threads.execute(() -> copy(server, client));
                copy(client, server);
            }
        } catch (IOException gone) {
            // so is the tunnel
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // so is the tunnel
        }
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.US_ASCII);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
