package dev.dbsync.core.swap;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A link that tells clients another backend's number than the server's, as poolers do. */
final class PoolerLikeLink implements AutoCloseable {

    private final DatabaseUrl.HostPort server;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    PoolerLikeLink(Database database) throws IOException {
        server = database.url().hosts().get(0);
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    Database through(Database database) {
        DatabaseUrl url = database.url();
        DatabaseUrl.HostPort here =
                new DatabaseUrl.HostPort(listening.getInetAddress().getHostAddress(), listening.getLocalPort());
        return new Database(
                database.environment(),
                new DatabaseUrl(List.of(here), url.database(), url.user(), url.password(), url.parameters()),
                false);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket backend = new Socket(server.host(), server.port());
                threads.execute(() -> requests(client, backend));
                threads.execute(() -> answers(client, backend));
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The driver asks for TLS first; the server says no in a single byte, which is not a message. */
    private static void requests(Socket client, Socket backend) {
        try (client;
                backend;
                InputStream in = client.getInputStream()) {
            in.transferTo(backend.getOutputStream());
        } catch (IOException e) {
            // Either side has closed.
        }
    }

    private static void answers(Socket client, Socket backend) {
        try (client;
                backend;
                DataInputStream in = new DataInputStream(backend.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            out.writeByte(in.readByte());
            while (true) {
                byte type = in.readByte();
                byte[] content = new byte[in.readInt() - Integer.BYTES];
                in.readFully(content);
                if (type == 'K') {
                    content[3]++;
                }
                out.writeByte(type);
                out.writeInt(content.length + Integer.BYTES);
                out.write(content);
            }
        } catch (IOException e) {
            // Either side has closed.
        }
    }
}
