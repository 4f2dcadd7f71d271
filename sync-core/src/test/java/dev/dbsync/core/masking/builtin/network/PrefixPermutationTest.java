package dev.dbsync.core.masking.builtin.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixPermutationTest {

    private final PrefixPermutation permutation =
            new PrefixPermutation("sixteen bytes ok".getBytes(StandardCharsets.US_ASCII));

    @Property
    void twoAddressesShareExactlyAsLongAPrefixAsBefore(
            @ForAll @Size(4) byte[] one, @ForAll @Size(4) byte[] other, @ForAll @IntRange(max = 31) int shared) {
        byte[] near = withPrefixOf(one, other, shared);

        assertThat(sharedBits(permutation.apply(one, 32), permutation.apply(near, 32)))
                .isEqualTo(sharedBits(one, near));
        assertThat(permutation.apply(one, 32)).isNotEqualTo(one);
    }

    @Property
    void soDoThoseOfVersion6(
            @ForAll @Size(16) byte[] one, @ForAll @Size(16) byte[] other, @ForAll @IntRange(max = 127) int shared) {
        byte[] near = withPrefixOf(one, other, shared);

        assertThat(sharedBits(permutation.apply(one, 128), permutation.apply(near, 128)))
                .isEqualTo(sharedBits(one, near));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void noNetworkStaysItselfHoweverFewThereAre(int bits) {
        for (int network = 0; network < 1 << bits; network++) {
            byte[] address = {(byte) (network << (8 - bits)), 0, 0, 0};
            byte[] masked = permutation.apply(address, bits);
            assertThat(masked).isNotEqualTo(address);
            assertThat(Arrays.copyOfRange(masked, 1, 4)).containsOnly(0);
            assertThat(masked[0] & 0xff >> bits).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "FE80::1, fe80::1",
        "2001:0db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::ffff:1.2.3.4, ::ffff:1.2.3.4",
        "::1.2.3.4, ::1.2.3.4",
        "1:2:3:4:5:6:7:8/64, 1:2:3:4:5:6:7:8/64",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "::, ::",
        "1::, 1::",
        "10.0.0.1/8, 10.0.0.1/8"
    })
    void addressesAreReadInEveryFormAndWrittenAsPostgresDoes(String text, String written) {
        assertThat(IpText.read(text.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow()
                        .write())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4/33",
                "1.2.3.4/",
                "1.2.3.4/x",
                "1.2.3.-4",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "::1/129",
                "::1.2.3",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "\u0661.2.3.4",
                "localhost"
            })
    void whatIsNoAddressIsNotTakenForOne(String text) {
        assertThat(IpText.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    private static byte[] withPrefixOf(byte[] one, byte[] other, int bits) {
        byte[] result = other.clone();
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % 8;
            result[i / 8] = (byte) (result[i / 8] & ~mask | one[i / 8] & mask);
        }
        return result;
    }

    private static int sharedBits(byte[] one, byte[] other) {
        BigInteger difference = new BigInteger(1, one).xor(new BigInteger(1, other));
        return 8 * one.length - difference.bitLength();
    }
}
