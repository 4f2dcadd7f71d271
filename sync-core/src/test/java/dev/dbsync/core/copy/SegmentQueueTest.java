package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SegmentQueueTest {

    private static final int CAPACITY = 1 << 20;

    /** Small rows, rows of many blocks, and rows of more than half of all memory. */
    @Property(tries = 50)
    void everyByteArrivesInOrderAndAllMemoryIsGivenBack(
            @ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> sizes, @ForAll long seed) throws Exception {
        CopyFlow flow = new CopyFlow(CAPACITY, OptionalLong.empty());
        List<byte[]> rows = rows(sizes, seed);

        assertThat(sent(flow, rows)).isEqualTo(joined(rows));
        assertThat(flow.bytesInFlight()).isZero();
        assertThat(flow.mostBytesInFlight()).isLessThanOrEqualTo(CAPACITY);
    }

    /** Each alone would fit; together they wait for each other's writers, and never for each other. */
    @Property(tries = 10)
    void manyCopiesShareTheMemoryAndAllComeToTheirEnd(@ForAll long seed) throws Exception {
        CopyFlow flow = new CopyFlow(CAPACITY, OptionalLong.empty());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> copies = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                List<byte[]> rows = rows(List.of(3, 40, 25, 1, 37, 12, 40, 40, 30, 2, 28), seed + i);
                copies.add(threads.submit(() -> Arrays.equals(sent(flow, rows), joined(rows))));
            }
            for (Future<Boolean> copy : copies) {
                assertThat(copy.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(flow.bytesInFlight()).isZero();
        assertThat(flow.mostBytesInFlight()).isLessThanOrEqualTo(CAPACITY);
    }

    @Test
    void whoIsStoppedLeavesNothingBehind() throws Exception {
        for (int size : new int[] {1, 25, 35, 40}) {
            CopyFlow flow = new CopyFlow(CAPACITY, OptionalLong.empty());
            SegmentQueue queue = new SegmentQueue(flow);
            List<byte[]> rows = rows(List.of(size), 1);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> {
                        while (true) {
                            queue.beforeRow();
                            queue.pass(rows.get(0), 0, rows.get(0).length);
                            queue.afterRows(1);
                        }
                    })
                    .isInstanceOf(SegmentQueue.Stopped.class);
            queue.discard();

            assertThat(flow.bytesInFlight())
                    .as("of rows of %d bytes", rows.get(0).length)
                    .isZero();
            flow.takeLargeRow();
        }
    }

    @Test
    void whereLargeRowsAreExpectedOneIsReadAtATime() throws Exception {
        CopyFlow flow = new CopyFlow(CAPACITY, OptionalLong.empty());
        SegmentQueue first = new SegmentQueue(flow, true);
        SegmentQueue second = new SegmentQueue(flow, true);
        first.beforeRow();
        CompletableFuture<Void> reads = CompletableFuture.runAsync(second::beforeRow);

        assertThat(reads).isNotDone();
        Thread.sleep(100);
        assertThat(reads).isNotDone();
        first.afterRows(1);

        assertThat(reads).succeedsWithin(Duration.ofSeconds(30));
    }

    /** Until then the driver of the first one refers to the row that it has read. */
    @Test
    void aLargeRowIsReadWhenTheCopyThatReadOneBeforeHasReadOn() throws Exception {
        CopyFlow flow = new CopyFlow(CAPACITY, OptionalLong.empty());
        SegmentQueue first = new SegmentQueue(flow, true);
        SegmentQueue second = new SegmentQueue(flow, true);
        first.beforeRow();
        first.pass(new byte[CAPACITY], 0, CAPACITY);
        first.afterRows(1);
        first.release(first.take());
        CompletableFuture<Void> reads = CompletableFuture.runAsync(second::beforeRow);

        Thread.sleep(100);
        assertThat(reads).isNotDone();
        first.beforeRow();
        assertThat(reads).isNotDone();
        first.afterRows(1);

        assertThat(reads).succeedsWithin(Duration.ofSeconds(30));
    }

    /** What a writing thread gets of what a reading thread, this one, sends. */
    private static byte[] sent(CopyFlow flow, List<byte[]> rows) {
        SegmentQueue queue = new SegmentQueue(flow);
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                Segment segment = queue.take();
                while (segment.kind() != Segment.Kind.END) {
                    all.write(segment.bytes(), segment.from(), segment.length());
                    queue.release(segment);
                    segment = queue.take();
                }
                arrived.complete(all.toByteArray());
            } catch (InterruptedException | RuntimeException e) {
                arrived.completeExceptionally(e);
            }
        });
        writer.start();
        for (byte[] row : rows) {
            queue.beforeRow();
            int middle = row.length / 3;
            queue.append(row, 0, Math.min(middle, 7));
            for (int i = Math.min(middle, 7); i < Math.min(middle, 50); i++) {
                queue.append(row[i]);
            }
            queue.pass(row, Math.min(middle, 50), middle);
            queue.pass(row, middle, row.length);
            queue.afterRows(1);
        }
        queue.mark(Segment.Kind.END);
        return arrived.join();
    }

    /** @param sizes as powers of the square root of two */
    private static List<byte[]> rows(List<Integer> sizes, long seed) {
        Random random = new Random(seed);
        return sizes.stream()
                .map(size -> {
                    byte[] row = new byte[(int) Math.pow(2, size / 2.0)];
                    random.nextBytes(row);
                    return row;
                })
                .toList();
    }

    private static byte[] joined(List<byte[]> rows) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        rows.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
