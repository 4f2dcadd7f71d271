package dev.dbsync.core.swap;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the sessions of others in some databases, again and again until it is closed, from a session of its own.
 *
 * <p>RENAME locks newcomers out first, and then waits for five seconds until those are gone that are there. A pool of
 * connections that comes back at once has always one that was there before the lock: it must be ended while RENAME
 * waits.
 */
final class Doorkeeper implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 10_000;

    private final Connection session;
    private final List<String> databases;
    private final Set<Integer> ended = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::keep, "sync-swap-sessions");
    private volatile SQLException failure;

    private Doorkeeper(Connection session, List<String> databases) {
        this.session = session;
        this.databases = databases;
        thread.setDaemon(true);
    }

    /** @param session closed with this */
    static Doorkeeper start(Connection session, List<String> databases) {
        Doorkeeper doorkeeper = new Doorkeeper(session, databases);
        doorkeeper.thread.start();
        return doorkeeper;
    }

    /** How many sessions were ended; to be asked after it was closed. */
    int ended() {
        return ended.size();
    }

    /** What has stopped it before its time, to be asked after it was closed; null where nothing has. */
    SQLException failure() {
        return failure;
    }

    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            if (thread.isAlive()) {
                session.abort(Runnable::run);
            }
            session.close();
        } catch (SQLException e) {
            failure = e;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            do {
                for (String database : databases) {
                    ended.addAll(OtherSessions.end(session, database));
                }
            } while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (SQLException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
