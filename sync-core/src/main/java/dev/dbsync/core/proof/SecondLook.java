package dev.dbsync.core.proof;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.proof.Places.Origin;
import dev.dbsync.core.proof.Places.Place;
import dev.dbsync.core.proof.ProvenTable.Observer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the source says of that which was found in the target: how often it stands in the masked columns, what detectors
 * take it for, and whether masks make it of something else. Its observers may work side by side.
 */
final class SecondLook {

    private static final byte NOT_KNOWN = -1;

    /** A value stands rarely in a column up to so often, or up to one in so many of its values. */
    private static final long RARELY = 3;

    private static final long ONE_IN = 10_000;

    private final Places places;
    private final Digest digest;
    private final Sought sought;
    private final Tally hits;
    private final Detectors detectors;
    private final Tally inSource = new Tally(Long.MAX_VALUE);
    private final Tally removed = new Tally(Long.MAX_VALUE);
    private final Tally made = new Tally(Long.MAX_VALUE);
    private final Tally left = new Tally(Long.MAX_VALUE);
    private long[] met = {};
    private byte[] kinds = {};
    private boolean[] asked = {};
    private boolean[] strong = {};
    private boolean[] several = {};
    private boolean[] fixed = {};

    SecondLook(Places places, Digest digest, Sought sought, Tally hits, Detectors detectors) {
        this.places = places;
        this.digest = digest;
        this.sought = sought;
        this.hits = hits;
        this.detectors = detectors;
    }

    /** Once everything is found. What is noted from here on is of that alone, so that it needs no other bound. */
    void begin() {
        met = hits.met();
        kinds = new byte[met.length];
        Arrays.fill(kinds, NOT_KNOWN);
        asked = new boolean[met.length];
        strong = new boolean[met.length];
        several = new boolean[met.length];
        fixed = new boolean[met.length];
    }

    /** Notes how often what was found stands in the source's masked columns. */
    List<Observer> counting(ProvenTable table) {
        Identifying identifying = new Identifying(digest, detectors);
        List<Observer> observers = new ArrayList<>();
        for (Origin origin : places.origins(table)) {
            List<Integer> own = new ArrayList<>();
            Leaving leaving = new Leaving(origin, digest, detectors);
            observers.add((value, mask) -> {
                own.clear();
                leaving.next(value, mask);
                identifying.of(value, (found, first, words, part) -> {
                    int at = Arrays.binarySearch(met, found);
                    if (at < 0) {
                        return;
                    }
                    if (leaving.isRemoved(found, part)) {
                        removed.add(found, origin.number(), part.complete());
                    }
                    name(at, part);
                    if (isFirst(at, own)) {
                        count(at, origin, words, part);
                    }
                });
            });
        }
        return observers;
    }

    /**
     * Whether masks may have made any of it where it was found: in masked columns, or in what the target computes of
     * them. Only once it was counted: much of what seems to be found is nowhere in the source.
     */
    boolean mayBeMade() {
        boolean[] may = {false};
        hits.forEach((found, column, whole, amid) -> {
            Place place = places.get(column);
            boolean there = place.origin().isPresent() || (place.kept().isEmpty() && !place.extension());
            may[0] |= there && known(found).isPresent();
        });
        return may[0];
    }

    /** Notes what masks make of the source's values. */
    List<Observer> making(ProvenTable table) {
        Identifying identifying = new Identifying(digest, detectors);
        TextScan scan = new TextScan(sought, digest);
        List<Observer> observers = new ArrayList<>();
        for (Origin origin : places.origins(table)) {
            List<Integer> own = new ArrayList<>();
            boolean leavesParts = origin.masked().promise().mayHoldInput();
            Leaving leaving = new Leaving(origin, digest, detectors);
            Set<Long> input = new HashSet<>();
            observers.add((value, mask) -> {
                own.clear();
                leaving.next(value, mask);
                identifying.of(value, (found, first, words, part) -> {
                    int at = Arrays.binarySearch(met, found);
                    if (at >= 0 && !own.contains(at) && leaving.isRemoved(found, part)) {
                        own.add(at);
                    }
                });
                if (leavesParts) {
                    input.clear();
                    scan.scan(value, (found, whole) -> input.add(found));
                }
                made(origin, leaving.output(), scan, own, input);
            });
        }
        return observers;
    }

    /** Whether the same value has not told of it before. */
    private static boolean isFirst(int at, List<Integer> own) {
        return !own.contains(at) && own.add(at);
    }

    /** By the first part that a detector knows: a member of a document may be known only in the midst of it. */
    private void name(int at, Identifying.Part part) {
        if (kinds[at] == NOT_KNOWN && (!asked[at] || part.known().isPresent())) {
            part.kind(detectors).ifPresent(kind -> kinds[at] = (byte) kind.ordinal());
            asked[at] = true;
        }
    }

    private void count(int at, Origin origin, int words, Identifying.Part part) {
        inSource.add(met[at], origin.number(), part.complete());
        if (!part.weak()) {
            strong[at] = true;
        }
        if (words != 1) {
            several[at] = true;
        }
    }

    /** @param input what stands in the value, of a mask that may leave parts of it: what it leaves it has not made */
    private void made(Origin origin, byte[] output, TextScan scan, List<Integer> own, Set<Long> input) {
        if (output == null) {
            return;
        }
        OutputPromise promise = origin.masked().promise();
        scan.scan(output, (found, whole) -> {
            int at = Arrays.binarySearch(met, found);
            if (at < 0) {
                return;
            }
            if (!input.contains(found)) {
                made.add(found, origin.number(), whole);
            }
            if (promise.isOne()) {
                // Whoever reads the configuration knows it.
                fixed[at] = true;
            } else if (own.contains(at) && !(promise.mayEqualInput() && kinds[at] == NOT_KNOWN)) {
                left.add(found, origin.number(), whole);
            }
        });
    }

    /** What it is; empty where no masked column of the source has it, or where it is anybody's. */
    Optional<Known> known(long found) {
        int at = Arrays.binarySearch(met, found);
        if (at < 0 || fixed[at]) {
            return Optional.empty();
        }
        boolean there = false;
        boolean rare = false;
        for (Origin origin : places.origins()) {
            long count = inSource.count(found, origin.number());
            if (removed.count(found, origin.number()) == 0) {
                // A mask leaves it where it is, and the filter of what is sought has said by chance that it is sought.
                continue;
            }
            there = true;
            rare |= origin.isWhole()
                    && count <= Math.max(RARELY, origin.values().sum() / ONE_IN);
        }
        Optional<DataKind> kind = kinds[at] == NOT_KNOWN ? Optional.empty() : Optional.of(DataKind.values()[kinds[at]]);
        return there && (rare || kind.isPresent())
                ? Optional.of(new Known(kind, strong[at] || kind.isPresent(), !several[at]))
                : Optional.empty();
    }

    /**
     * An identifying value.
     *
     * @param kind what a detector takes it for
     * @param strong whether it means something in the midst of a text
     * @param word whether it is a single word
     */
    record Known(Optional<DataKind> kind, boolean strong, boolean word) {}

    /** The masked columns of the source in which it stands and from which masks were to remove it. */
    List<Origin> origins(long found) {
        return places.origins().stream()
                .filter(origin -> removed.count(found, origin.number()) > 0)
                .toList();
    }

    /** How often masks make it of values of a column. */
    long made(long found, Origin origin) {
        return made.count(found, origin.number());
    }

    /** Whether masks make it anywhere, of other values. */
    boolean isMade(long found) {
        return places.origins().stream().anyMatch(origin -> made.count(found, origin.number()) > left(found, origin));
    }

    /** How often a mask has left it in the very value that it is of, although it promises otherwise. */
    long left(long found, Origin origin) {
        return left.count(found, origin.number());
    }
}
