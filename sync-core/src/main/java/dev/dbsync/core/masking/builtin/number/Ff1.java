package dev.dbsync.core.masking.builtin.number;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.fpe.FPEEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.util.RadixConverter;

/**
 * FF1 of NIST's SP 800-38G, as Bouncy Castle has it, on AES-128 of the JDK, which uses the processor's own
 * instructions. Not thread-safe.
 */
final class Ff1 {

    private final FPEEngine forwards = new FPEFF1Engine(new Aes());
    private final FPEEngine backwards = new FPEFF1Engine(new Aes());

    /** @param key of 16 bytes */
    Ff1(byte[] key, int radix) {
        FPEParameters parameters = new FPEParameters(new KeyParameter(key), new Halves(radix), new byte[0], false);
        forwards.init(true, parameters);
        backwards.init(false, parameters);
    }

    /** @param digits from 0 to radix - 1 each, so many of them that there are a million numbers at least */
    byte[] encrypt(byte[] digits) {
        return run(forwards, digits);
    }

    byte[] decrypt(byte[] digits) {
        return run(backwards, digits);
    }

    private static byte[] run(FPEEngine engine, byte[] digits) {
        byte[] result = new byte[digits.length];
        engine.processBlock(digits, 0, digits.length, result, 0);
        return result;
    }

    /**
     * Does without divisions of large numbers where half of a text is no large one, and knows the numbers of the two
     * halves that it has written last: FF1 reads each of them twice.
     */
    private static final class Halves extends RadixConverter {

        private final int radix;
        private short[] half = {};
        private BigInteger number = BigInteger.ZERO;
        private short[] otherHalf = {};
        private BigInteger otherNumber = BigInteger.ZERO;

        private Halves(int radix) {
            super(radix);
            this.radix = radix;
        }

        @Override
        public BigInteger fromEncoding(short[] digits) {
            if (digits == half) {
                return number;
            }
            return digits == otherHalf ? otherNumber : super.fromEncoding(digits);
        }

        @Override
        public void toEncoding(BigInteger written, int length, short[] digits) {
            if (length > getDigitsGroupLength()) {
                super.toEncoding(written, length, digits);
            } else {
                write(written.longValue(), length, digits);
            }
            if (digits != half) {
                otherHalf = half;
                otherNumber = number;
            }
            half = digits;
            number = written;
        }

        private void write(long written, int length, short[] digits) {
            long rest = written;
            int at = length;
            while (rest > Integer.MAX_VALUE) {
                digits[--at] = (short) (rest % radix);
                rest /= radix;
            }
            int small = (int) rest;
            while (at > 0) {
                int quotient = small / radix;
                digits[--at] = (short) (small - quotient * radix);
                small = quotient;
            }
        }
    }

    /** Remembers its first block: FF1 begins each of its ten rounds with the same one. */
    private static final class Aes implements BlockCipher {

        private static final int BLOCK = 16;

        private final byte[] firstIn = new byte[BLOCK];
        private final byte[] firstOut = new byte[BLOCK];
        private Cipher cipher;
        private boolean remembers;

        @Override
        public void init(boolean encrypts, CipherParameters key) {
            try {
                cipher = Cipher.getInstance("AES/ECB/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(((KeyParameter) key).getKey(), "AES"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no AES", e);
            }
            remembers = false;
        }

        @Override
        public int processBlock(byte[] in, int inAt, byte[] out, int outAt) {
            if (remembers && Arrays.equals(in, inAt, inAt + BLOCK, firstIn, 0, BLOCK)) {
                System.arraycopy(firstOut, 0, out, outAt, BLOCK);
                return BLOCK;
            }
            boolean isFirst = in[inAt] == 1 && in[inAt + 1] == 2 && in[inAt + 2] == 1;
            if (isFirst) {
                System.arraycopy(in, inAt, firstIn, 0, BLOCK);
            }
            try {
                cipher.update(in, inAt, BLOCK, out, outAt);
            } catch (ShortBufferException e) {
                throw new IllegalStateException("a block has no room", e);
            }
            if (isFirst) {
                System.arraycopy(out, outAt, firstOut, 0, BLOCK);
                remembers = true;
            }
            return BLOCK;
        }

        @Override
        public String getAlgorithmName() {
            return "AES";
        }

        @Override
        public int getBlockSize() {
            return BLOCK;
        }

        @Override
        public void reset() {
            // ECB has no state.
        }
    }
}
