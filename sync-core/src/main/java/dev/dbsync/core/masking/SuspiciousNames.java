package dev.dbsync.core.masking;

import dev.dbsync.core.detection.ColumnNames;
import dev.dbsync.core.detection.Meaning;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names that tell of personal data in a type that usually holds none: a phone number as {@code bigint}, a date of birth
 * as {@code timestamp}. A false alarm costs one line of {@code keep}; a miss costs a leak.
 */
final class SuspiciousNames {

    private static final Set<Meaning> NUMBERS = EnumSet.of(
            Meaning.PHONE,
            Meaning.CARD_NUMBER,
            Meaning.BANK_ACCOUNT,
            Meaning.NATIONAL_NUMBER,
            Meaning.BIRTH,
            Meaning.SECRET,
            Meaning.IP_ADDRESS,
            Meaning.DEVICE,
            Meaning.LOCATION,
            Meaning.INCOME,
            Meaning.TRAIT);

    private static final Set<String> KEYS_TO_SOMETHING = Set.of("session", "device");

    private SuspiciousNames() {}

    /** Whether a column of a harmless kind needs a rule because of what it is called. */
    static boolean contains(String column, TypeCategory type) {
        Optional<Meaning> meaning = ColumnNames.meaning(column);
        return switch (type) {
            case NUMBER -> meaning.filter(NUMBERS::contains).isPresent();
            case TIME -> meaning.equals(Optional.of(Meaning.BIRTH));
            case UUID -> meaning.equals(Optional.of(Meaning.SECRET)) || isKey(ColumnNames.words(column));
            case ENUM, BOOLEAN -> meaning.equals(Optional.of(Meaning.TRAIT));
            default -> false;
        };
    }

    private static boolean isKey(List<String> words) {
        return words.stream().anyMatch(KEYS_TO_SOMETHING::contains);
    }
}
