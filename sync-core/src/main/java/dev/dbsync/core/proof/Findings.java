package dev.dbsync.core.proof;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.proof.Places.Origin;
import dev.dbsync.core.proof.Places.Place;
import dev.dbsync.core.proof.ProvenTable.Keeping;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges what was found. */
final class Findings {

    /** In a kept column, a word that stands in more fields than this, or than one in so many, is an ordinary one. */
    private static final long OFTEN = 20;

    private static final long ONE_IN = 1000;

    /** Below this probability, chance is out of the question. */
    private static final double NO_CHANCE = 1e-6;

    private final Places places;
    private final Tally hits;
    private final SecondLook second;
    private final KeptTexts keptTexts;
    private final List<String> allowed;
    private final Map<Integer, Found> survivors = new TreeMap<>();
    private final Map<Integer, Found> common = new TreeMap<>();

    private static final class Found {
        private long values;
        private long places;
        private final Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);
        private final Set<String> from = new TreeSet<>();

        void add(long number, Optional<DataKind> kind, List<Origin> origins) {
            values++;
            places += number;
            kind.ifPresent(kinds::add);
            origins.forEach(origin ->
                    from.add(origin.table().shown() + "." + origin.masked().column()));
        }
    }

    Findings(Places places, Tally hits, SecondLook second, KeptTexts keptTexts, List<String> allowed) {
        this.places = places;
        this.hits = hits;
        this.second = second;
        this.keptTexts = keptTexts;
        this.allowed = allowed;
        Set<Long> ordinary = ordinary();
        hits.forEach((digest, column, whole, amid) -> second.known(digest).ifPresent(known -> {
            Place place = places.get(column);
            long number = survivors(digest, known, place, whole, amid);
            if (number > 0) {
                (ordinary.contains(digest) ? common : survivors)
                        .computeIfAbsent(column, first -> new Found())
                        .add(number, known.kind(), origins(digest, place));
            }
        }));
    }

    /** The columns that it came from; not the one in which it stands, where there are others. */
    private List<Origin> origins(long digest, Place place) {
        List<Origin> all = second.origins(digest);
        List<Origin> others = all.stream()
                .filter(origin -> !place.origin().equals(Optional.of(origin)))
                .toList();
        return others.isEmpty() ? all : others;
    }

    /** What stands often in a column that is kept, or masked in parts, and is known to no detector. */
    private Set<Long> ordinary() {
        Set<Long> ordinary = new HashSet<>();
        hits.forEach((digest, column, whole, amid) -> {
            Place place = places.get(column);
            boolean inParts = place.origin()
                    .filter(origin -> origin.masked().promise().mayHoldInput())
                    .isPresent();
            if (place.extension() || !inParts && place.kept().isEmpty()) {
                return;
            }
            long often = Math.max(OFTEN, place.texts().sum() / ONE_IN);
            boolean isOften = whole > often
                    || ((long) whole + amid > often
                            && second.known(digest).map(SecondLook.Known::word).orElse(false));
            if (isOften
                    && second.known(digest)
                            .filter(known -> known.kind().isEmpty())
                            .isPresent()) {
                ordinary.add(digest);
            }
        });
        return ordinary;
    }

    /** In how many fields of a column it stands and should not. */
    private long survivors(long digest, SecondLook.Known known, Place place, int whole, int amid) {
        long there = known.strong() ? (long) whole + amid : whole;
        if (place.origin().isPresent()) {
            Origin origin = place.origin().get();
            // A mask may make of one person's name the name of another, or a word of it: lists of words know both. What
            // detectors know it makes of nothing, unless chance can.
            long made = known.kind().isEmpty() || isByChance(origin) ? second.made(digest, origin) : 0;
            return Math.max(second.left(digest, origin), Math.max(0, there - made));
        }
        if (place.extension()) {
            return known.kind().isPresent() ? there : 0;
        }
        if (place.kept().isEmpty() && second.isMade(digest)) {
            return 0;
        }
        return there;
    }

    /** Whether outputs of a mask, which are as many as it promises, may be values of the source by chance. */
    private static boolean isByChance(Origin origin) {
        OutputPromise promise = origin.masked().promise();
        double values = origin.values().sum();
        return promise.mayEqualInput()
                || Double.isInfinite(promise.outputs())
                || values * values / promise.outputs() >= NO_CHANCE;
    }

    List<ProofReport.Survivor> survivors() {
        List<ProofReport.Survivor> found = new ArrayList<>();
        survivors.forEach((column, what) -> {
            Place place = places.get(column);
            found.add(new ProofReport.Survivor(
                    place.table(),
                    place.column().name(),
                    what.values,
                    what.places,
                    what.kinds,
                    List.copyOf(what.from),
                    isAllowed(place.table(), place.column().name())));
        });
        return found;
    }

    List<ProofReport.Common> common() {
        List<ProofReport.Common> found = new ArrayList<>();
        common.forEach((column, what) -> {
            Place place = places.get(column);
            found.add(new ProofReport.Common(place.table(), place.column().name(), what.values, what.places));
        });
        return found;
    }

    List<ProofReport.Scanned> scanned() {
        List<ProofReport.Scanned> found = new ArrayList<>();
        for (Place place : places.all()) {
            Map<DataKind, Long> kinds = keptTexts.found(place.number());
            if (!kinds.isEmpty()) {
                found.add(new ProofReport.Scanned(place.table(), place.column().name(), kinds, verdict(place)));
            }
        }
        return found;
    }

    private ProofReport.Verdict verdict(Place place) {
        if (isAllowed(place.table(), place.column().name())) {
            return ProofReport.Verdict.ALLOWED;
        }
        return place.kept().equals(Optional.of(Keeping.UNDECIDED))
                ? ProofReport.Verdict.FAILS
                : ProofReport.Verdict.DECIDED;
    }

    /** What else is not as the masks have promised. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (Place place : places.all()) {
            place.origin().ifPresent(origin -> differences.addAll(differences(place, origin)));
        }
        return differences;
    }

    private static List<String> differences(Place place, Origin origin) {
        ProofReport.Measured before = origin.before().measured();
        ProofReport.Measured after = place.after().measured();
        OutputPromise promise = origin.masked().promise();
        String column =
                "The column " + place.column().name() + " of " + place.table().shown();
        List<String> differences = new ArrayList<>();
        if (after.values() == 0) {
            return differences;
        }
        long fewest = fewest(promise, before.distinct());
        if (after.distinct() < fewest) {
            differences.add(column + " holds about " + before.distinct() + " different values in the source and about "
                    + after.distinct() + " in the target, where its mask promises at least " + fewest);
        }
        boolean bounded = place.column().plain() && !origin.masked().conditional();
        int longest = promise.maxLength().orElse(before.longest());
        if (bounded && after.longest() > longest) {
            differences.add(column + " holds values of up to " + after.longest()
                    + " characters, where its mask promises" + " no more than " + longest);
        }
        return differences;
    }

    /** How many different outputs there are at least of so many different values, both numbers being estimates. */
    private static long fewest(OutputPromise promise, long distinct) {
        if (promise.mayEqualInput() || promise.mayBeNull()) {
            return 0;
        }
        double outputs = promise.outputs();
        double expected = Double.isFinite(outputs) ? outputs * -Math.expm1(-distinct / outputs) : distinct;
        return (long) (0.85 * expected) - 5;
    }

    /** A masked column with what was measured of it. */
    ProofReport.Masked measured(ProofReport.Masked counted) {
        Optional<Place> place = places.all().stream()
                .filter(candidate -> candidate
                        .origin()
                        .filter(origin -> origin.table().equals(counted.table())
                                && origin.masked().column().equals(counted.column()))
                        .isPresent())
                .findFirst();
        return new ProofReport.Masked(
                counted.table(),
                counted.column(),
                counted.strategy(),
                counted.values(),
                counted.unchanged(),
                counted.mayBeUnchanged(),
                counted.kept(),
                counted.outputs(),
                place.flatMap(Place::origin)
                        .map(origin -> origin.before().measured())
                        .filter(m -> m.values() > 0),
                place.map(found -> found.after().measured()).filter(m -> m.values() > 0));
    }

    private boolean isAllowed(TableName table, String column) {
        return allowed.stream().anyMatch(path -> table.isColumn(path, column));
    }
}
