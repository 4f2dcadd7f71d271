package dev.dbsync.core.copy;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingKey;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.RuleOptions;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.Email;
import dev.dbsync.core.masking.builtin.Hash;
import dev.dbsync.core.masking.builtin.Name;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Rows and bytes a second that one core rewrites, and values that it masks. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class RowCodecs {

    private static final int ROWS = 1000;
    private static final MaskingKey KEY = MaskingKey.of("benchmark of the codecs, 2026-11-20", "the benchmark");
    private static final List<ServiceLoader.Provider<MaskingStrategy>> STRATEGIES =
            ServiceLoader.load(MaskingStrategy.class).stream().toList();
    private static final TableName CUSTOMER = new TableName("public", "customer");

    /** Those of the table that benchmarks/run pipe copies: 14 columns, about 240 bytes a row. */
    @State(Scope.Thread)
    public static class Stream {

        @Param({"BINARY", "TEXT"})
        String format;

        @Param({"none", "three"})
        String masked;

        private final List<byte[]> rows = new ArrayList<>();
        private final Block block = new Block();
        private RowCodec codec;

        @Setup(Level.Iteration)
        public void begin() {
            boolean binary = format.equals("BINARY");
            Map<Integer, ColumnMask> masks = masked.equals("none")
                    ? Map.of()
                    : Map.of(2, mask(new Email(), "email"), 3, mask(new Name(), "name"), 4, mask(new Hash(), "phone"));
            List<TableCopy.Column> columns = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                columns.add(new TableCopy.Column("c" + i, Optional.ofNullable(masks.get(i)).map(mask -> mask::mask)));
            }
            codec = new TableCopy(CUSTOMER, CUSTOMER, columns)
                    .as(binary ? FormatChoice.binary(Set.of()) : FormatChoice.text("measured"))
                    .codec();
            rows.clear();
            for (int i = 0; i < ROWS; i++) {
                rows.add(binary ? binary(i) : text(i));
            }
            if (binary) {
                codec.rewrite(header(), block);
            }
        }
    }

    /** Bytes that were read. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Read {
        public long bytes;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int rows(Stream stream, Read read) {
        int rewritten = 0;
        for (byte[] row : stream.rows) {
            rewritten += stream.codec.rewrite(row, stream.block);
            read.bytes += row.length;
        }
        return rewritten;
    }

    /** A rule of each strategy, and a value as its columns hold them. */
    @State(Scope.Thread)
    public static class Masked {

        @Param({
            "email", "email-keep", "phone", "phone-national", "name", "name-realistic", "address", "company", "redact", "hash",
            "uuid", "ip", "ip6", "date-shift", "age-band", "noise", "round", "fpe9", "fpe16", "fpe-alnum", "permute", "partial",
            "url", "json", "array", "scrub"
        })
        String rule;

        private byte[] value;
        private ColumnMask mask;

        @Setup
        public void begin() {
            String email = "customer.1234567@mail-17.example.org";
            switch (rule) {
                case "email-keep" -> rule("email", "text", Map.of("keepDomain", true), email);
                case "phone-national" -> rule("phone", "text", Map.of("format", "national"), "+49 30 1234567");
                case "name-realistic" -> rule("name", "text", Map.of("realistic", "full"), "Ann Miller");
                case "address", "company" -> rule(rule, "text", Map.of(), "5 Main Street");
                case "uuid" -> rule(rule, "uuid", Map.of(), "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
                case "ip" -> rule(rule, "inet", Map.of(), "192.168.17.4");
                case "ip6" -> rule("ip", "inet", Map.of(), "2001:db8::8a2e:370:7334");
                case "date-shift", "age-band" -> rule(rule, "date", Map.of(), "1987-05-03");
                case "noise", "round" -> rule(rule, "numeric", Map.of(), "12345.67");
                case "fpe9" -> rule("fpe", "text", Map.of(), "123-45-6789");
                case "fpe16" -> rule("fpe", "text", Map.of(), "4111 1111 1111 1111");
                case "fpe-alnum" -> rule("fpe", "text", Map.of("alphabet", "upper"), "AB-1234-CDEF");
                case "permute" -> rule(rule, "bigint", Map.of(), "1234567");
                case "partial" -> rule(rule, "text", Map.of(), "4111111111111111");
                case "url" -> rule(rule, "text", Map.of(), "https://shop.example.org/customers/1234567?token=abc");
                case "json" -> rule(
                        rule,
                        "jsonb",
                        Map.of("paths", Map.of("$.email", "email")),
                        "{\"id\": 1234567, \"email\": \"" + email + "\", \"name\": \"Ann\", \"tags\": [\"a\", \"b\"]}");
                case "array" -> rule(rule, "text[]", Map.of("of", "hash"), "{one,two,three}");
                case "scrub" -> rule(
                        rule, "text", Map.of(), "Ann has called again, answer to " + email + " before Monday, please.");
                default -> rule(rule, "text", Map.of(), email);
            }
        }

        private void rule(String name, String type, Map<String, Object> options, String text) {
            MaskingStrategy strategy = STRATEGIES.stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(found -> found.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            MaskingContext context = MaskingContext.of(type, options, KEY);
            strategy.promise(context);
            mask = strategy.mask(context);
            value = utf8(text);
        }
    }

    /** Nanoseconds of the processor's, which other loads do not lengthen as they do those of the clock. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Cpu {
        public long nanos;
        private long begun;

        @Setup(Level.Iteration)
        public void begin() {
            begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        @TearDown(Level.Iteration)
        public void end() {
            nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
        }
    }

    @Benchmark
    public byte[] values(Masked masked, Cpu cpu) {
        return masked.mask.mask(masked.value);
    }

    private static ColumnMask mask(MaskingStrategy strategy, String domain) {
        MaskingContext context = new MaskingContext(
                TypeCategory.TEXT, Optional.empty(), false, RuleOptions.none(), KEY.inDomain(domain));
        strategy.promise(context);
        return strategy.mask(context);
    }

    /** A block that is full again and again. */
    private static final class Block implements RowOutput {

        private final byte[] bytes = new byte[CopyFlow.BLOCK_BYTES];
        private int filled;

        @Override
        public void append(byte[] source, int from, int to) {
            if (filled + to - from > bytes.length) {
                filled = 0;
            }
            System.arraycopy(source, from, bytes, filled, to - from);
            filled += to - from;
        }

        @Override
        public void append(byte next) {
            if (filled == bytes.length) {
                filled = 0;
            }
            bytes[filled++] = next;
        }
    }

    private static byte[] header() {
        return ByteBuffer.allocate(19)
                .put(utf8("PGCOPY\n"))
                .put(new byte[] {(byte) 0xFF, '\r', '\n', 0})
                .array();
    }

    private static byte[] binary(int row) {
        byte[][] fields = {
            new byte[8], new byte[16], utf8(email(row)), utf8(name(row)), row % 7 == 0 ? null : utf8(phone(row)),
            utf8(street(row)), utf8("City " + row), utf8("DE"), row % 10 == 0 ? null : new byte[4], new byte[8],
            new byte[12], new byte[1], new byte[4], row % 3 == 0 ? null : new byte[65]
        };
        int length = 2;
        for (byte[] field : fields) {
            length += 4 + (field == null ? 0 : field.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).putShort((short) fields.length);
        for (byte[] field : fields) {
            bytes.putInt(field == null ? -1 : field.length);
            if (field != null) {
                bytes.put(field);
            }
        }
        return bytes.array();
    }

    private static byte[] text(int row) {
        return utf8(String.join(
                "\t",
                "" + row,
                "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
                email(row),
                name(row),
                row % 7 == 0 ? "\\N" : phone(row),
                street(row),
                "City " + row,
                "DE",
                row % 10 == 0 ? "\\N" : "1977-03-01",
                "2026-11-20 10:00:00+00",
                "12345.67",
                "t",
                "42",
                (row % 3 == 0 ? "\\N" : "0123456789abcdef".repeat(4)) + "\n"));
    }

    private static String email(int row) {
        return "customer." + (1_000_000 + row) + "@mail-" + row % 50 + ".example.org";
    }

    private static String name(int row) {
        return "Customer abcdef" + (100_000 + row);
    }

    private static String phone(int row) {
        return "+49 30 " + (1_000_000 + row);
    }

    private static String street(int row) {
        return "0123456789abcdef street " + row;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
