package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A TCP link to a database, which a test can cut at the COMMIT, and through which it can let nobody in any more. */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private enum Cut {
        NEVER,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private final DatabaseUrl.HostPort server;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "tcp proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Cut cut = Cut.NEVER;

    public TcpProxy(Database database) {
        server = database.url().hosts().get(0);
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** The same database over this link. */
    public Database through(Database database) {
        DatabaseUrl url = database.url();
        DatabaseUrl.HostPort here =
                new DatabaseUrl.HostPort(listening.getInetAddress().getHostAddress(), listening.getLocalPort());
        return new Database(
                database.environment(),
                new DatabaseUrl(List.of(here), url.database(), url.user(), url.password(), url.parameters()),
                database.isProtected());
    }

    /** The next COMMIT does not reach the server. */
    public void cutBeforeCommit() {
        cut = Cut.BEFORE_COMMIT;
    }

    /** The next COMMIT reaches the server, and its answer does not come back. */
    public void cutAfterCommit() {
        cut = Cut.AFTER_COMMIT;
    }

    /** Lets no new connections in; those that are open stay. */
    public void refuse() {
        close(listening);
    }

    @Override
    public void close() {
        refuse();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Link link = new Link(listening.accept(), new Socket(server.host(), server.port()));
                threads.execute(() -> link.pump(link.client, link.server));
                threads.execute(() -> link.pump(link.server, link.client));
            }
        } catch (IOException e) {
            // Refusing from now on.
            close(listening);
        }
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean committing;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** Until one of the two ends; then both do. */
        void pump(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER];
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (from == server ? committing : isCut(buffer, read)) {
                        return;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                committing = false;
            }
        }

        private boolean isCut(byte[] sent, int length) {
            Cut now = cut;
            if (now == Cut.NEVER || !new String(sent, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
                return false;
            }
            cut = Cut.NEVER;
            committing = now == Cut.AFTER_COMMIT;
            return now == Cut.BEFORE_COMMIT;
        }
    }
}
