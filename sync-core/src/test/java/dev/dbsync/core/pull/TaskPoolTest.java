package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    private static Worker worker() {
        return new Worker(new TableCopy.Side("there", connection()), new TableCopy.Side("here", connection()));
    }

    private static Connection connection() {
        Class<?>[] types = {Connection.class, PGConnection.class};
        return (Connection) Proxy.newProxyInstance(
                TaskPoolTest.class.getClassLoader(),
                types,
                (proxy, method, arguments) -> method.getName().equals("unwrap") ? proxy : null);
    }
}
