package dev.dbsync.core.masking.builtin.number;

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

/**
 * FF1 of NIST's SP 800-38G, as Bouncy Castle has it, on AES-128 of the JDK, which uses the processor's own
 * instructions. Not thread-safe.
 */
final class Ff1 {

    private final FPEEngine forwards = new FPEFF1Engine(new Aes());
    private final FPEEngine backwards = new FPEFF1Engine(new Aes());

    /** @param key of 16 bytes */
    Ff1(byte[] key, int radix) {
        FPEParameters parameters = new FPEParameters(new KeyParameter(key), radix, new byte[0]);
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
