package dev.dbsync.core.masking.builtin.number;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.masking.MaskingKey;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class DigitCipherTest {

    private final DigitCipher cipher = new DigitCipher(
            MaskingKey.of("000102030405060708090a0b0c0d0e0f", "test").inDomain("test"), 10);

    /** Sample 1 of the examples that NIST published with SP 800-38G. */
    @Test
    void ff1IsThatOfNist() {
        Ff1 ff1 = new Ff1(HexFormat.of().parseHex("2B7E151628AED2A6ABF7158809CF4F3C"), 10);

        assertThat(ff1.encrypt(digits("0123456789"))).isEqualTo(digits("2433477484"));
        assertThat(ff1.decrypt(digits("2433477484"))).isEqualTo(digits("0123456789"));
        // Numbers of another length begin with another first block.
        byte[] longer = ff1.encrypt(digits("01234567890123456789"));
        assertThat(ff1.encrypt(digits("0123456789"))).isEqualTo(digits("2433477484"));
        assertThat(ff1.decrypt(longer)).isEqualTo(digits("01234567890123456789"));
    }

    /** Whatever is done faster here than there. */
    @Property
    void ff1IsThatOfTheLibrary(
            @ForAll @Size(16) byte[] key,
            @ForAll @Size(min = 6, max = 80) byte[] first,
            @ForAll @Size(min = 6, max = 80) byte[] second) {
        for (int radix : new int[] {10, 36, 62}) {
            Ff1 ff1 = new Ff1(key, radix);
            FPEFF1Engine library = new FPEFF1Engine(AESEngine.newInstance());
            library.init(true, new FPEParameters(new KeyParameter(key), radix, new byte[0]));
            for (byte[] number : List.of(first, second, first)) {
                byte[] digits = digits(number, radix);
                byte[] encrypted = new byte[digits.length];
                library.processBlock(digits, 0, digits.length, encrypted, 0);

                assertThat(ff1.encrypt(digits)).isEqualTo(encrypted);
                assertThat(ff1.decrypt(encrypted)).isEqualTo(digits);
            }
        }
    }

    @Property
    void whoeverHasTheKeyCanDecrypt(@ForAll @Size(min = 1, max = 256) byte[] number) {
        byte[] digits = digits(number, 10);

        byte[] encrypted = cipher.encrypt(digits);

        assertThat(encrypted).hasSameSizeAs(digits).isNotEqualTo(digits);
        assertThat(cipher.decrypt(encrypted)).isEqualTo(digits);
    }

    @Test
    void fewNumbersAreAllPermutedAndNoneStays() {
        for (int length = 1; length <= 4; length++) {
            Set<String> images = new HashSet<>();
            int count = (int) Math.pow(10, length);
            for (int i = 0; i < count; i++) {
                byte[] number = digits(String.format("%0" + length + "d", i));
                byte[] image = cipher.encrypt(number);
                assertThat(image).isNotEqualTo(number);
                images.add(HexFormat.of().formatHex(image));
            }
            assertThat(images).hasSize(count);
        }
    }

    private static byte[] digits(byte[] number, int radix) {
        byte[] digits = new byte[number.length];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) Math.floorMod(number[i], radix);
        }
        return digits;
    }

    private static byte[] digits(String text) {
        byte[] digits = new byte[text.length()];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (text.charAt(i) - '0');
        }
        return digits;
    }
}
