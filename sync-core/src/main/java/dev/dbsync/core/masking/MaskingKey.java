package dev.dbsync.core.masking;

import dev.dbsync.core.config.Template;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret under which values are masked: whoever has it can test guesses of what a masked value was.
 *
 * <p>Immutable; never shown, only its {@link #fingerprint()} is.
 */
public final class MaskingKey {

    private static final int MINIMUM_BYTES = 16;
    private static final int RANDOM_BYTES = 32;
    private static final int DISTINCT_CHARACTERS = 8;
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

    private final byte[] key;
    private final boolean random;

    private MaskingKey(byte[] key, boolean random) {
        this.key = key;
        this.random = random;
    }

    /**
     * The configured key; without one, a random key that lives as long as this object, and a notice that says so.
     *
     * @throws RefusedException for a key of fewer than 128 bits
     * @throws dev.dbsync.core.problem.SyncException for a variable that is not set
     */
    public static MaskingKey of(Optional<Template> configured, Variables variables, EventSink events) {
        if (configured.isPresent()) {
            Template template = configured.get();
            return of(variables.resolve(template), template.where());
        }
        events.notice("anonymize.key is not set: values are masked under a random key that is forgotten after this"
                + " run, so the next run gives the same value another mask");
        return random();
    }

    /**
     * The key of a text: its bytes in UTF-8, without blanks at its ends.
     *
     * @param where it came from, for the refusal
     * @throws RefusedException when it has fewer than 16 bytes (a text of hexadecimal digits: fewer than 32 of them),
     *     or hardly any different characters
     */
    public static MaskingKey of(String text, String where) {
        String key = text.strip();
        int bytes = HEX.matcher(key).matches() ? key.length() / 2 : key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MINIMUM_BYTES) {
            throw refused("anonymize.key has " + 8 * bytes + " bits, and needs 128", where);
        }
        if (key.chars().distinct().count() < DISTINCT_CHARACTERS) {
            throw refused("anonymize.key repeats a few characters, and could be guessed", where);
        }
        return new MaskingKey(key.getBytes(StandardCharsets.UTF_8), false);
    }

    /** A new key of 256 random bits. */
    public static MaskingKey random() {
        byte[] key = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(key);
        return new MaskingKey(key, true);
    }

    /** The text of a new key, as a configuration takes it: 64 hexadecimal digits. */
    public static String newText() {
        return HexFormat.of().formatHex(random().key);
    }

    /** Whether it was made for this run, so that no other run masks alike. */
    public boolean isRandom() {
        return random;
    }

    /** 16 hexadecimal digits that tell keys apart and do not give the key away. */
    public String fingerprint() {
        byte[] hash = new HmacSha256(key, "key fingerprint").hash(new byte[0]);
        return HexFormat.of().formatHex(Arrays.copyOf(hash, 8));
    }

    /** The keyed hash of one domain; make it once and keep it. */
    public KeyedHash inDomain(String domain) {
        // The prefix keeps every caller's domains apart from the fingerprint's.
        return new HmacSha256(key, "domain " + domain);
    }

    /** Only the fingerprint. */
    @Override
    public String toString() {
        return "masking key " + fingerprint();
    }

    private static RefusedException refused(String what, String where) {
        return new RefusedException(new Problem(
                what,
                where,
                "Make one with: mvn sync:masking-key\nKeep it where the pull runs, outside the repository; with"
                        + " another key every value gets another mask"));
    }
}
