import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.copy.CopyFormats;
import dev.dbsync.core.copy.FormatChoice;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingKey;
import dev.dbsync.core.masking.RuleOptions;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.Email;
import dev.dbsync.core.masking.builtin.Hash;
import dev.dbsync.core.masking.builtin.Name;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Copies the table customer once by Sync's pipe, in the format text or binary, with three masked columns or none, and
 * prints how long that took and how much heap it needed.
 */
public final class Pipe {

    private static final TableName CUSTOMER = new TableName("public", "customer");

    private Pipe() {}

    public static void main(String[] arguments) throws SQLException {
        Database source = database("prod", arguments[0]);
        Database target = database("local", arguments[1]);
        boolean text = arguments[2].equals("text");
        Map<String, ColumnMask> masks = arguments[3].equals("masked") ? masks() : Map.of();
        CopyFlow flow = new CopyFlow(OptionalLong.empty());
        TableCopy.Result result;
        long took;
        long cpuNanos;
        try (Connection reading = source.connectReadOnly("benchmark");
                Connection writing = target.connect("benchmark")) {
            writing.setAutoCommit(false);
            TableCopy copy = copy(reading, writing, masks, text);
            long cpuBefore = cpuNanos();
            long start = System.nanoTime();
            result = copy.run(
                    new TableCopy.Side("prod", reading),
                    new TableCopy.Side("local", writing),
                    flow,
                    (rows, bytes) -> {});
            writing.commit();
            took = System.nanoTime() - start;
            cpuNanos = cpuNanos() - cpuBefore;
        }
        if (result.read() != result.written()) {
            throw new IllegalStateException("not all rows arrived: " + result);
        }
        System.out.printf(Locale.ROOT, "seconds %.3f%n", took / 1e9);
        System.out.printf(Locale.ROOT, "cpu %.3f%n", cpuNanos / 1e9);
        System.out.printf(Locale.ROOT, "heap %.1f%n", mostHeap() / 1e6);
        System.out.printf(Locale.ROOT, "in-flight %.1f%n", flow.mostBytesInFlight() / 1e6);
    }

    private static TableCopy copy(
            Connection reading, Connection writing, Map<String, ColumnMask> masks, boolean text) throws SQLException {
        Table from = Catalog.read(reading).table(CUSTOMER).orElseThrow();
        Table into = Catalog.read(writing).table(CUSTOMER).orElseThrow();
        List<TableCopy.Column> columns = from.columnNames().stream()
                .map(name -> new TableCopy.Column(
                        name, Optional.ofNullable(masks.get(name)).map(mask -> mask::mask)))
                .toList();
        FormatChoice choice = text
                ? FormatChoice.text("asked for")
                : CopyFormats.between(reading, writing).of(from, into, masks.keySet());
        if (!text && choice.reason().isPresent()) {
            throw new IllegalStateException(choice.reason().get());
        }
        return new TableCopy(CUSTOMER, CUSTOMER, columns).as(choice);
    }

    private static Map<String, ColumnMask> masks() {
        MaskingKey key = MaskingKey.of("benchmark of the pipe, 2026-11-20", "the benchmark");
        return Map.of(
                "email", new Email().mask(context(key, "email")),
                "full_name", new Name().mask(context(key, "name")),
                "phone", new Hash().mask(context(key, "phone")));
    }

    private static MaskingContext context(MaskingKey key, String domain) {
        return new MaskingContext(
                TypeCategory.TEXT, Optional.empty(), false, RuleOptions.none(), key.inDomain(domain));
    }

    /** Of all threads of this process, its compiler's and garbage collector's, too. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    /** At any one time, garbage included, each part of the heap by itself. */
    private static long mostHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static Database database(String environment, String url) {
        return new Database(environment, DatabaseUrl.parse(url, "the benchmark"), false);
    }
}
