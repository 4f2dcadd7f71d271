package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A TCP link to a server, which understands PostgreSQL's protocol so far that it can stop where a client says a certain
 * thing, and let a test do its deed there: {@link #stopAt}. It can be cut, be slow, and let nobody in any more.
 */
public final class TcpProxy implements AutoCloseable {

    /** What a driver sends as COMMIT, and not a word in a script. */
    public static final String COMMIT = "(^|\\x00)COMMIT\\x00";

    private final DatabaseUrl.HostPort server;
    private final ServerSocket listening;
    private final Set<ProxiedLink> links = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "tcp proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile LinkStop stop;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean refuses;

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

    /**
     * The next time that a client says this, the link stops and the deed is done; once. It replaces an earlier stop.
     *
     * @param session a regular expression that the client's {@code application_name} matches
     * @param text a regular expression that is found in a request: SQL, and the values that are bound to it
     * @param moment before the server hears the request, or before the client hears the answer
     */
    public LinkStop stopAt(String session, String text, LinkStop.Moment moment, Runnable deed) {
        LinkStop next = new LinkStop(session, text, moment, deed);
        stop = next;
        return next;
    }

    /** The next COMMIT does not reach the server. */
    public void cutBeforeCommit() {
        stopAt(".*", COMMIT, LinkStop.Moment.BEFORE_REQUEST, this::cut);
    }

    /** The next COMMIT reaches the server, and its answer does not come back. */
    public void cutAfterCommit() {
        stopAt(".*", COMMIT, LinkStop.Moment.BEFORE_ANSWER, this::cut);
    }

    /** From now on, whatever the server has to say travels so long: so much of it as is there at once. */
    public void slow(Duration answers) {
        delay = answers;
    }

    /** Takes the time that an answer takes. */
    void travel() {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            // The proxy is closed.
            Thread.currentThread().interrupt();
        }
    }

    /** Ends every connection that is open, without a word to either side; new ones are let in. */
    public void cut() {
        // Whoever sees the first one end may have connected anew before the last one does.
        List.copyOf(links).forEach(ProxiedLink::cut);
    }

    /** Lets no new connections in; those that are open stay. */
    public void refuse() {
        refuses = true;
        close(listening);
    }

    @Override
    public void close() {
        refuse();
        cut();
        threads.shutdownNow();
    }

    /** The stop, where this request of this session is the one that is waited for; it is then used up. */
    synchronized Optional<LinkStop> stopFor(String session, String request) {
        LinkStop now = stop;
        if (now == null || !now.isAt(session, request)) {
            return Optional.empty();
        }
        stop = null;
        return Optional.of(now);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                if (refuses) {
                    // Java may still accept what came in while it was closing.
                    client.close();
                    return;
                }
                ProxiedLink link = new ProxiedLink(this, client, new Socket(server.host(), server.port()));
                links.add(link);
                threads.execute(() -> ended(link, link::requests));
                threads.execute(() -> ended(link, link::answers));
            }
        } catch (IOException e) {
            // Refusing from now on.
            close(listening);
        }
    }

    private void ended(ProxiedLink link, Runnable pump) {
        pump.run();
        links.remove(link);
    }

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
