package io.armwatch.azure.network;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server with a certificate of a private authority, made by the JDK's keytool. */
public final class TlsServer implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** By the options of the server's certificate: keytool takes a second for each. */
    private static final Map<List<String>, byte[]> KEY_STORES = new ConcurrentHashMap<>();

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Certificate authority;

    /**
     * Starts one.
     *
     * @param name the host that the certificate is for, such as {@code dns:localhost}
     * @param more further options of keytool, such as a validity
     */
    public TlsServer(Path folder, String name, HttpHandler handler, String... more) {
        try {
            List<String> options = new ArrayList<>(List.of("-signer", "authority", "-ext", "san=" + name));
            options.addAll(List.of(more));
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(
                    new ByteArrayInputStream(KEY_STORES.computeIfAbsent(options, each -> makeKeys(folder, each))),
                    PASSWORD);
            authority = keys.getCertificate("authority");
            keys.deleteEntry("authority");
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.createContext("/", handler);
            server.setExecutor(threads);
            server.start();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] makeKeys(Path folder, List<String> options) {
        try {
            Path file = folder.resolve("server-" + System.nanoTime() + ".p12");
            keytool(file, "authority", "-ext", "bc:c", "-validity", "30");
            keytool(file, "server", options.toArray(String[]::new));
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keytool(Path file, String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=armwatch " + alias, "-keyalg", "EC"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of("-keystore", file.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            throw new IllegalStateException(said);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The authority's certificate as a PEM file. */
    public Path pem(Path folder) {
        try {
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded());
            return Files.writeString(
                    folder.resolve("ca-" + port() + ".pem"),
                    "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
