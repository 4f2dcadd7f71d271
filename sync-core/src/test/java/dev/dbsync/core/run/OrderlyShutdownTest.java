package dev.dbsync.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderlyShutdownTest {

    private final List<SyncEvent> events = new CopyOnWriteArrayList<>();
    private final OrderlyShutdown shutdown = new OrderlyShutdown(events::add);

    @Test
    void workUnderWayIsInterruptedAndWaitedForUntilAllIsTold() {
        CountDownLatch begun = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
            order.add(shutdown.interruptible(() -> {
                begun.countDown();
                return interrupted() ? "interrupted" : "not interrupted";
            }));
            order.add(Thread.currentThread().isInterrupted() ? "flag up" : "flag down");
            shutdown.close();
        });
        CompletableFuture<Void> hooks = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> awaitAfter(begun, order)),
                CompletableFuture.runAsync(() -> awaitAfter(begun, order)));

        CompletableFuture.allOf(work, hooks).join();

        assertThat(order).containsExactly("interrupted", "flag down", "waited", "waited");
        assertThat(events)
                .containsExactly(
                        new SyncEvent.Warning("Interrupted: what is under way on the servers is being cancelled"));
    }

    @Test
    void whereNothingIsUnderWayNobodyWaits() {
        shutdown.await();
        assertThat(shutdown.interruptible(() -> "done")).isEqualTo("done");
        shutdown.await();

        assertThat(events).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        shutdown.close();
    }

    private void awaitAfter(CountDownLatch begun, List<String> order) {
        try {
            begun.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        shutdown.await();
        order.add("waited");
    }

    private static boolean interrupted() {
        try {
            new CountDownLatch(1).await();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
