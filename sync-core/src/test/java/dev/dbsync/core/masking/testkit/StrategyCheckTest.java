package dev.dbsync.core.masking.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.example.Plate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit passes what holds its promises, and finds each way of breaking them. */
class StrategyCheckTest {

    private static final OutputPromise SIXTEEN_DIGITS = OutputPromise.hashed(Math.pow(16, 16), 16, Normalization.NONE);

    @Test
    void whatHoldsItsPromisesPasses() {
        assertThatCode(() -> StrategyCheck.of(new Plate()).values("B-AB 1234").run())
                .doesNotThrowAnyException();
        assertThatCode(() -> check(SIXTEEN_DIGITS, hash -> value -> digits(hash, value))
                        .run())
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> broken() {
        AtomicLong count = new AtomicLong();
        byte[] shared = new byte[16];
        return Stream.of(
                broken("the second time", hash -> value -> bytes(String.format("%016x", count.incrementAndGet()))),
                broken("gives NULL", hash -> value -> value.length == 0 ? null : digits(hash, value)),
                broken(
                        "characters for",
                        hash -> value -> value.length == 7 ? bytes("x".repeat(17)) : digits(hash, value)),
                broken(
                        "leaves 'Ann' as it is",
                        hash -> value -> value.length == 3 ? value.clone() : digits(hash, value)),
                broken("throws on", hash -> value -> value.length == 0 ? bytes("" + value[0]) : digits(hash, value)),
                broken("changes the array", hash -> value -> {
                    byte[] masked = digits(hash, value);
                    if (value.length > 0) {
                        value[0]++;
                    }
                    return masked;
                }),
                broken("after somebody has written into", hash -> {
                    byte[] same = bytes("0123456789abcdef");
                    return value -> value.length == 3 ? same : digits(hash, value);
                }),
                broken("in one of many threads", hash -> value -> {
                    byte[] masked = digits(hash, value);
                    for (int i = 0; i < 16; i++) {
                        shared[i] = masked[i];
                        Thread.yield();
                    }
                    return shared.clone();
                }),
                broken(
                        "on a machine set to ar-EG",
                        hash -> value -> digits(hash, bytes(HexFormat.of().formatHex(value) + String.format("%d", 1)))),
                broken(
                        "with another key",
                        hash -> value -> bytes(HexFormat.of()
                                .formatHex(ByteBuffer.allocate(8)
                                        .putLong(Arrays.hashCode(value) * 0x9E3779B97F4A7C15L)
                                        .array()))),
                broken("no UTF-8", hash -> value -> value.length == 3 ? new byte[] {(byte) 0xff} : digits(hash, value)),
                broken("holds a NUL", hash -> value -> value.length == 3 ? new byte[] {0} : digits(hash, value)),
                broken(
                        "different outputs",
                        hash -> value -> digits(hash, value.length == 7 ? new byte[] {value[0]} : value)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void whatBreaksAPromiseIsFoundAndNamed(String complaint, Function<KeyedHash, ColumnMask> mask) {
        assertThatThrownBy(() -> check(SIXTEEN_DIGITS, mask).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The strategy 'tried' in a column of text")
                .hasMessageContaining(complaint);
    }

    @Test
    void anOptionThatIsNotDeclaredIsFound() {
        assertThatThrownBy(() -> StrategyCheck.of(new Plate())
                        .options(Map.of("digits", 5))
                        .run())
                .hasMessageContaining("does not name its option 'digits'");
        assertThatThrownBy(() -> StrategyCheck.of(new Plate()).type("bigint").run())
                .hasMessageContaining("does not fit NUMBER");
    }

    private static Arguments broken(String complaint, Function<KeyedHash, ColumnMask> mask) {
        return Arguments.of(complaint, mask);
    }

    private static StrategyCheck check(OutputPromise promise, Function<KeyedHash, ColumnMask> mask) {
        return StrategyCheck.of(new MaskingStrategy() {
            @Override
            public String name() {
                return "tried";
            }

            @Override
            public OutputPromise promise(MaskingContext context) {
                return promise;
            }

            @Override
            public ColumnMask mask(MaskingContext context) {
                return mask.apply(context.hash());
            }
        });
    }

    private static byte[] digits(KeyedHash hash, byte[] value) {
        return bytes(HexFormat.of().formatHex(hash.hash(value), 0, 8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
