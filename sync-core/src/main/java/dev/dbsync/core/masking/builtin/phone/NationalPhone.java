package dev.dbsync.core.masking.builtin.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.builtin.keyed.Differing;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Gives each number one of its own country, written as it was: with the country's code or without, with blanks or
 * without. Two spellings of one number are one number.
 */
public final class NationalPhone {

    /** How many numbers there are in the country with the fewest. */
    public static final int FEWEST_OUTPUTS = FictionalNumbers.FEWEST;

    /** Of a number with its country's code, in digits alone: a + and fifteen of them. */
    private static final int LONGEST_IN_DIGITS = 16;

    private static final int LONGEST = 25;
    private static final int TRIES = 20;

    /** libphonenumber reads no longer ones. */
    private static final int LONGEST_READ = 250;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final FictionalNumbers fictional = new FictionalNumbers();
    private final KeyedHash hash;
    private final Optional<String> region;
    private final int longest;
    private final ColumnMask otherwise;

    /**
     * @param otherwise masks what is no number
     * @throws IllegalArgumentException when the option {@code region} names none
     */
    public NationalPhone(MaskingContext context, ColumnMask otherwise) {
        this.hash = context.hash();
        this.region = region(context, numbers);
        this.longest = longest(context);
        this.otherwise = otherwise;
    }

    /** Characters of an output, but those of what is no number. */
    public static int longest(MaskingContext context) {
        return Math.min(LONGEST, context.maxLength().orElse(LONGEST));
    }

    public byte[] mask(byte[] value) {
        Optional<PhoneNumber> number = read(value);
        Optional<String> country = number.map(numbers::getRegionCodeForNumber)
                .or(() -> number.map(found -> numbers.getRegionCodeForCountryCode(found.getCountryCode())))
                .filter(found -> numbers.getExampleNumber(found) != null);
        if (country.isEmpty()) {
            return otherwise.mask(value);
        }
        byte[] digest = hash.hash(ascii(numbers.format(number.get(), PhoneNumberFormat.E164)));
        Draw draw = new Draw(hash, digest);
        boolean international = value[0] == '+' || region.isEmpty();
        for (int i = 0; i < TRIES; i++) {
            PhoneNumber other = fictional.number(country.get(), draw);
            byte[] masked = written(other, international, isSpaced(value));
            boolean differs =
                    other.getNationalNumber() != number.get().getNationalNumber() && !Differing.isSame(masked, value);
            if (differs && masked.length <= longest) {
                return masked;
            }
        }
        return otherwise.mask(value);
    }

    private Optional<PhoneNumber> read(byte[] value) {
        if (value.length == 0 || value.length > LONGEST_READ) {
            return Optional.empty();
        }
        try {
            return Optional.of(numbers.parse(new String(value, StandardCharsets.UTF_8), region.orElse(null)));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private byte[] written(PhoneNumber number, boolean international, boolean spaced) {
        PhoneNumberFormat format = international
                ? spaced ? PhoneNumberFormat.INTERNATIONAL : PhoneNumberFormat.E164
                : PhoneNumberFormat.NATIONAL;
        String text = numbers.format(number, format);
        String plain = spaced ? text : text.replaceAll("[^0-9+]", "");
        if (plain.length() <= longest) {
            return ascii(plain);
        }
        String inDigits = numbers.format(number, PhoneNumberFormat.E164);
        return ascii(inDigits.length() <= LONGEST_IN_DIGITS ? inDigits : plain);
    }

    private static boolean isSpaced(byte[] value) {
        for (int i = 1; i < value.length; i++) {
            if (value[i] < '0' || value[i] > '9') {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> region(MaskingContext context, PhoneNumberUtil numbers) {
        String region = context.options().text("region", null);
        if (region == null) {
            return Optional.empty();
        }
        String known = region.toUpperCase(Locale.ROOT);
        if (!numbers.getSupportedRegions().contains(known)) {
            throw new IllegalArgumentException(
                    "'region' must be a country's two letters, as in DE, FR or US: the country of numbers without"
                            + " a country's code");
        }
        return Optional.of(known);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
