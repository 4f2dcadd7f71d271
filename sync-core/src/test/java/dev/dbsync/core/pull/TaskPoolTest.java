package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

@Timeout(120)
class TaskPoolTest {

    @Test
    void aFailureIsNeverTakenForAnEnd() {
        for (int i = 0; i < 2000; i++) {
            List<TaskPool.Task> failing = List.of(
                    worker -> {
                        throw new SyncException(new Problem("It broke", "", ""));
                    },
                    worker -> {
                        throw new SQLException("It broke", "XX000");
                    },
                    worker -> {
                        throw new AssertionError("It broke");
                    });
            try (TaskPool pool = new TaskPool(2, TaskPoolTest::worker)) {
                pool.add(1, "Cannot do it", failing.get(i % 3));

                assertThatThrownBy(pool::await).hasMessageContaining("It broke");
            }
        }
    }

    @Test
    void tasksAddOthersAndTheCostliestThatWaitsIsNext() {
        List<String> done = new CopyOnWriteArrayList<>();
        try (TaskPool pool = new TaskPool(1, TaskPoolTest::worker)) {
            pool.add(9, "", worker -> {
                pool.add(1, "", next -> done.add("small"));
                pool.add(5, "", next -> done.add("large"));
                done.add("first");
            });
            pool.await();
        }

        assertThat(done).containsExactly("first", "large", "small");
    }

    @Test
    void afterAFailureNothingIsBegun() {
        AtomicInteger begun = new AtomicInteger();
        try (TaskPool pool = new TaskPool(1, TaskPoolTest::worker)) {
            pool.add(9, "", worker -> {
                pool.add(1, "", next -> begun.incrementAndGet());
                throw new SyncException(new Problem("It broke", "", ""));
            });

            assertThatThrownBy(pool::await).hasMessage("It broke");
        }
        assertThat(begun).hasValue(0);
    }

    /** A server that does not hear of the end is left: nothing is under way there any more. */
    @Test
    void whoDoesNotEndInTimeLosesItsConnections() {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        try (TaskPool pool = new TaskPool(2, () -> worker(closed::countDown), Duration.ofMillis(100))) {
            CountDownLatch begun = new CountDownLatch(1);
            pool.add(2, "", worker -> {
                begun.countDown();
                awaitAtMost20Seconds(closed);
                ended.set(true);
            });
            pool.add(1, "", worker -> {
                awaitAtMost20Seconds(begun);
                throw new SyncException(new Problem("It broke", "", ""));
            });

            assertThatThrownBy(pool::await).hasMessage("It broke");

            assertThat(closed.getCount()).isZero();
            assertThat(ended).isTrue();
        }
    }

    /** As a driver waits for its server, whatever becomes of its thread. */
    private static void awaitAtMost20Seconds(CountDownLatch latch) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        boolean open = true;
        while (open && System.nanoTime() < end) {
            try {
                open = !latch.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                // Not for this one.
            }
        }
    }

    private static Worker worker() {
        return worker(() -> {});
    }

    private static Worker worker(Runnable onAbort) {
        return new Worker(
                new TableCopy.Side("there", connection(onAbort)), new TableCopy.Side("here", connection(onAbort)));
    }

    private static Connection connection(Runnable onAbort) {
        Class<?>[] types = {Connection.class, PGConnection.class};
        return (Connection)
                Proxy.newProxyInstance(TaskPoolTest.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    if (method.getName().equals("abort")) {
                        onAbort.run();
                    }
                    return method.getName().equals("unwrap") ? proxy : null;
                });
    }
}
