package dev.dbsync.core.masking.builtin.number;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.builtin.keyed.Unreadable;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Encryption that preserves the format: digits become as many other digits, and what stands between them stays in its
 * place: {@code 4111 1111-11} becomes {@code 9024 7713-58}. {@code alphabet} says what is encrypted: {@code digits},
 * {@code upper} (digits and A to Z), {@code lower} (digits and a to z) or {@code alnum} (all of these). Different
 * values stay different, and whoever has the key can decrypt them.
 *
 * <p>A value without any such character or with more than 256, or with a letter or digit outside of the alphabet,
 * becomes a hash.
 */
public final class Fpe implements MaskingStrategy {

    /** Nothing that has a format is longer; what the cipher takes grows faster than the text. */
    private static final int LONGEST = 256;

    private static final Set<String> ALPHABETS = Set.of("digits", "upper", "lower", "alnum");

    @Override
    public String name() {
        return "fpe";
    }

    @Override
    public Set<String> options() {
        return Set.of("alphabet");
    }

    /** Hashes of what the alphabet does not hold are taken for the few that they should be. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        alphabet(context);
        return new OutputPromise(
                Double.POSITIVE_INFINITY,
                OptionalInt.of(context.maxLength().orElse(OutputPromise.ANY_LENGTH)),
                false,
                false,
                false,
                Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        Alphabet alphabet = alphabet(context);
        DigitCipher cipher = new DigitCipher(context.hash(), alphabet.radix());
        Unreadable unreadable = Unreadable.in(context);
        return value -> {
            byte[] digits = alphabet.digits(value);
            return digits == null || digits.length > LONGEST
                    ? unreadable.mask(value)
                    : alphabet.with(value, cipher.encrypt(digits));
        };
    }

    private static Alphabet alphabet(MaskingContext context) {
        String name = context.options().word("alphabet", "digits", ALPHABETS);
        return Alphabet.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
