package dev.dbsync.core.masking;

import dev.dbsync.core.database.Sql;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@link Normalization} in SQL, exactly, for databases of one encoding. PostgreSQL's own {@code lower} follows the
 * database's locale and {@code trim} knows one blank only, so that both are spelled out; its {@code normalize} is for
 * databases in UTF-8 only, and in those of one byte a character there is nothing for it to do.
 */
final class NormalSql {

    /** Encodings of one byte a character, and what Java calls them. */
    private static final Map<String, String> ONE_BYTE = Map.ofEntries(
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN3", "ISO-8859-3"),
            Map.entry("LATIN4", "ISO-8859-4"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN7", "ISO-8859-13"),
            Map.entry("LATIN9", "ISO-8859-15"),
            Map.entry("ISO_8859_5", "ISO-8859-5"),
            Map.entry("KOI8R", "KOI8-R"),
            Map.entry("KOI8U", "KOI8-U"),
            Map.entry("WIN1250", "windows-1250"),
            Map.entry("WIN1251", "windows-1251"),
            Map.entry("WIN1252", "windows-1252"),
            Map.entry("WIN1253", "windows-1253"),
            Map.entry("WIN1254", "windows-1254"),
            Map.entry("WIN1257", "windows-1257"));

    private final String encoding;
    private final Optional<Charset> ofOneByte;

    /** @param encoding as {@code getdatabaseencoding()} calls it */
    NormalSql(String encoding) {
        this.encoding = encoding;
        this.ofOneByte = Optional.ofNullable(ONE_BYTE.get(encoding))
                .filter(Charset::isSupported)
                .map(Charset::forName)
                .filter(NormalSql::isNormalized);
    }

    /** Why it cannot be said in SQL; empty where it can. */
    Optional<String> unsayable(Normalization normalization) {
        boolean sayable = normalization.equals(Normalization.NONE) || isUtf8() || ofOneByte.isPresent();
        return sayable
                ? Optional.empty()
                : Optional.of("a database in " + encoding + " cannot tell which values would become the same");
    }

    /**
     * Whether normalizing may change an expression of any type of text. False for what consists of ASCII's small
     * letters, digits and signs, as most addresses do: known five times as fast as what others become.
     */
    String mayChange(String expression) {
        return "(" + expression + ")::text COLLATE \"C\" !~ '^[!-@\\[-~]*$'";
    }

    /** The normalized text of an expression of any type of text. */
    String of(Normalization normalization, String expression) {
        if (normalization.equals(Normalization.NONE)) {
            return expression;
        }
        String text = "(" + expression + ")::text";
        if (!isUtf8()) {
            return trimmed(normalization, lower(normalization, text));
        }
        String ascii = normalization.lower() ? "lower(" + text + " COLLATE \"C\")" : text;
        String unicode = lower(normalization, nfc(normalization, text));
        // Most texts are ASCII, for which all this has nothing to do.
        return "CASE WHEN octet_length(" + text + ") = length(" + text + ") THEN " + trimmed(normalization, ascii)
                + " ELSE " + trimmed(normalization, normalization.lower() ? nfc(normalization, unicode) : unicode)
                + " END";
    }

    private boolean isUtf8() {
        return encoding.equals("UTF8");
    }

    private static String nfc(Normalization normalization, String text) {
        return normalization.nfc() ? "normalize(" + text + ", NFC)" : text;
    }

    private String lower(Normalization normalization, String text) {
        if (!normalization.lower()) {
            return text;
        }
        String capitals = SmallLetters.capitals();
        StringBuilder from = new StringBuilder();
        StringBuilder to = new StringBuilder();
        capitals.codePoints().forEach(capital -> {
            String small = Character.toString(SmallLetters.of(capital));
            // A letter that the encoding lacks is in no value, nor is it made by lower().
            if (has(Character.toString(capital)) && has(small)) {
                from.appendCodePoint(capital);
                to.append(small);
            }
        });
        return "translate(" + text + ", " + Sql.literal(from.toString()) + ", " + Sql.literal(to.toString()) + ")";
    }

    private String trimmed(Normalization normalization, String text) {
        String blanks = Normalization.WHITE_SPACE
                .codePoints()
                .mapToObj(Character::toString)
                .filter(this::has)
                .collect(Collectors.joining());
        return normalization.trim() ? "btrim(" + text + ", " + Sql.literal(blanks) + ")" : text;
    }

    private boolean has(String character) {
        return ofOneByte
                .map(Charset::newEncoder)
                .map(encoder -> encoder.canEncode(character))
                .orElse(true);
    }

    /** Whether no two of its characters have another form together, so that every text is in form C. */
    private static boolean isNormalized(Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        String all = encoder.maxBytesPerChar() > 1
                ? ""
                : IntStream.range(1, 256)
                        .mapToObj(i -> new String(new byte[] {(byte) i}, charset))
                        .collect(Collectors.joining());
        return !all.isEmpty()
                && all.chars()
                        .allMatch(one -> Normalizer.isNormalized(Character.toString(one), Normalizer.Form.NFC)
                                && all.chars()
                                        .allMatch(two -> Normalizer.isNormalized(
                                                Character.toString(one) + Character.toString(two),
                                                Normalizer.Form.NFC)));
    }
}
