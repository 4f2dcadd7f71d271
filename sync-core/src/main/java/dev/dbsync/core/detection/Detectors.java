package dev.dbsync.core.detection;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows values by their looks and check digits. Thread-safe, linear in the length of a text, and never throws.
 *
 * <p>Digits alone are little evidence: one in ten random numbers has a valid check digit. So there are two answers:
 * {@link #whole} and {@link #within} for what is hardly anything else, and {@link #possible} for what is worth counting
 * in a column, where chance would not strike row after row.
 */
public final class Detectors {

    private static final Detectors STANDARD = new Detectors();

    /** No value of a kind that is known by its looks is longer, but for keys in PEM. */
    private static final int LONGEST = 1024;

    /** The first to know a stretch of text has it. */
    private final List<Recognizer> recognizers = List.of(
            new Secrets(),
            new Emails(),
            new Ibans(),
            new IpAddresses(),
            new MacAddresses(),
            new Cards(),
            new NationalNumbers(),
            new Phones());

    private final UuidShield uuids = new UuidShield();

    private Detectors() {}

    public static Detectors standard() {
        return STANDARD;
    }

    /**
     * Loads them, which takes a moment, on a thread of its own: whoever is going to read texts has databases to wait
     * for until then. Without it the first text is read later, and nothing else changes.
     */
    public static void prepare() {
        Thread loading = new Thread(
                () -> standard().within("a@example.org, 2001-02-03, 10.0.0.1 and +49 30 1234567"), "sync detectors");
        loading.setDaemon(true);
        loading.start();
    }

    /** What the text as a whole is, blanks around it aside. */
    public Optional<DataKind> whole(String text) {
        String trimmed = text.strip();
        Traits traits = Traits.of(trimmed);
        if (!traits.couldBeKnown() || uuids.is(trimmed)) {
            return Optional.empty();
        }
        for (Recognizer recognizer : recognizers) {
            if ((trimmed.length() <= LONGEST || recognizer.knowsLongOnes()) && recognizer.is(trimmed)) {
                return Optional.of(recognizer.kind());
            }
        }
        return Optional.empty();
    }

    /**
     * All that the text as a whole could be, blanks around it aside: what {@link #whole} says, and kinds of which its
     * looks alone are weak evidence, such as digits with one check digit, or any date of the past for a date of birth.
     */
    public Set<DataKind> possible(String text) {
        Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);
        String trimmed = text.strip();
        Traits traits = Traits.of(trimmed);
        if (!traits.couldBeKnown() || uuids.is(trimmed)) {
            return kinds;
        }
        for (Recognizer recognizer : recognizers) {
            boolean tried = trimmed.length() <= LONGEST || recognizer.knowsLongOnes();
            if (tried && (recognizer.is(trimmed) || recognizer.couldBe(trimmed))) {
                kinds.add(recognizer.kind());
            }
        }
        if (PastDates.is(trimmed)) {
            kinds.add(DataKind.DATE_OF_BIRTH);
        }
        return kinds;
    }

    /** All such values inside of the text, in its order and not overlapping. Dates of birth are none of them. */
    public List<Found> within(String text) {
        Traits traits = Traits.of(text);
        if (!traits.couldBeKnown()) {
            return List.of();
        }
        TreeMap<Integer, Found> taken = new TreeMap<>();
        Stretches stretches = (kind, start, end) -> {
            var before = taken.floorEntry(end - 1);
            boolean free = before == null || before.getValue().end() <= start;
            if (free) {
                taken.put(start, new Found(kind, start, end));
            }
            return free;
        };
        uuids.within(text, stretches);
        for (Recognizer recognizer : recognizers) {
            recognizer.within(text, traits, stretches);
        }
        List<Found> found = new ArrayList<>(taken.size());
        for (Found one : taken.values()) {
            if (one.kind() != null) {
                found.add(one);
            }
        }
        return List.copyOf(found);
    }
}
