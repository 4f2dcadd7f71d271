package dev.dbsync.core.proof;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.database.BlockRanges;
import dev.dbsync.core.database.SampledBlocks;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.proof.Places.Origin;
import dev.dbsync.core.proof.Places.Place;
import dev.dbsync.core.proof.ProvenTable.Observer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Proves that nothing of what was masked stands in the target, in four steps, each of which is a list of tasks that may
 * be done side by side: {@link #gather} what identifies a person in the source's masked columns, {@link #search} all
 * texts of the target for it, and {@link #lookAgain} at the source for what was found, to tell what is somebody's from
 * what only looks alike, and {@link #maskAgain} what masks may have made. Then {@link #report}.
 *
 * <p>Nothing of the values is kept but keyed digests, in memory that is bounded whatever the size of the databases.
 */
public final class Proof {

    private static final long MOST_BYTES = 128L * 1024 * 1024;

    /** A table is read in parts of about so much, side by side. */
    private static final long PART_BYTES = 64L << 20;

    private static final int MOST_PARTS = 256;

    private static final int SAMPLED_BLOCKS = 16;

    /** Of each sampled block, so that no more than these are read whatever their size. */
    private static final int ROWS_OF_A_BLOCK = 25;

    /** Of a sample; a relation with more rows than this is not read wholly. */
    static final int SAMPLED_ROWS = SAMPLED_BLOCKS * ROWS_OF_A_BLOCK;

    /** Of the heap, for what is sought, and as much again for what is found. */
    private static final int PART_OF_HEAP = 8;

    private final Scope scope;
    private final long begun = System.nanoTime();
    private final boolean full;
    private final Places places;
    private final Digest digest = Digest.random();
    private final Sought sought;
    private final Tally hits;
    private final Detectors detectors = Detectors.standard();
    private final KeptTexts keptTexts = new KeptTexts(detectors);
    private final SecondLook second;
    private final ConcurrentLinkedQueue<String> notSearched = new ConcurrentLinkedQueue<>();

    /**
     * What is proved, and how deep.
     *
     * @param depth how deep; at {@code COUNTS} there is nothing to be done but to report
     * @param seed chooses the rows of a sample
     * @param tables that were copied
     * @param ignored tables of the target that Flyway or Sync keep for themselves
     * @param allowed columns, as {@code table.column}, in which survivors are accepted
     * @param flow says how many bytes may be read from the source in a second
     */
    public record Scope(
            Verify depth,
            long seed,
            List<ProvenTable> tables,
            Set<TableName> ignored,
            List<String> allowed,
            CopyFlow flow) {

        public Scope {
            tables = List.copyOf(tables);
            ignored = Set.copyOf(ignored);
            allowed = List.copyOf(allowed);
        }
    }

    public Proof(Scope scope) {
        this(scope, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /** @param bytes for what is sought, and as much again for what is found */
    Proof(Scope scope, long bytes) {
        this.scope = scope;
        this.full = scope.depth() == Verify.FULL;
        this.places = new Places(scope.tables());
        long expected = scope.tables().stream()
                .mapToLong(table -> (full ? table.estimatedRows() : SAMPLED_ROWS)
                        * table.masked().size())
                .sum();
        this.sought = new Sought(2 * expected, bytes);
        this.hits = new Tally(bytes);
        this.second = new SecondLook(places, digest, sought, hits, detectors);
    }

    /** Notes what identifies a person, in the source's masked columns. */
    public List<ProofTask> gather(Connection source) throws SQLException {
        return scope.depth() == Verify.COUNTS
                ? List.of()
                : masked("Gather what identifies in ", source, this::gathering);
    }

    private List<Observer> gathering(ProvenTable table) {
        Identifying identifying = new Identifying(digest, detectors);
        List<Observer> observers = new ArrayList<>();
        for (Origin origin : places.origins(table)) {
            Optional<Measure> measure = full ? Optional.of(origin.before()) : Optional.empty();
            Leaving leaving = new Leaving(origin, digest, detectors);
            observers.add((value, mask) -> {
                origin.values().increment();
                leaving.next(value, mask);
                identifying.of(
                        value,
                        (found, first, words, part) -> {
                            if (!leaving.isRemoved(found, part)) {
                                return;
                            }
                            if (words == 0) {
                                sought.addForm(found, (int) first);
                            } else {
                                sought.add(found, first, words);
                            }
                        },
                        measure);
            });
        }
        return observers;
    }

    private List<ProofTask> masked(String what, Connection source, Function<ProvenTable, List<Observer>> observers)
            throws SQLException {
        List<ProofTask> tasks = new ArrayList<>();
        for (ProvenTable table : scope.tables()) {
            if (table.masked().isEmpty()) {
                continue;
            }
            tasks.addAll(parts(
                    what + table.name().shown(),
                    source,
                    table.name(),
                    table.bytes(),
                    (range, parts) -> (reading, written) -> read(table, reading, range, observers.apply(table))));
        }
        return tasks;
    }

    /** Does a part of what is done with a relation. */
    @FunctionalInterface
    private interface PartWork {
        /** @param range SQL for its rows; empty for all */
        ProofTask.Work of(Optional<String> range, int parts);
    }

    /** A sample is one part. */
    private List<ProofTask> parts(String what, Connection connection, TableName relation, long bytes, PartWork work)
            throws SQLException {
        int wanted = full ? (int) Math.max(1, Math.min(MOST_PARTS, bytes / PART_BYTES)) : 1;
        List<Optional<String>> ranges = BlockRanges.of(connection, relation, wanted);
        List<ProofTask> tasks = new ArrayList<>();
        for (Optional<String> range : ranges) {
            String part = ranges.size() == 1 ? "" : " (" + (tasks.size() + 1) + " of " + ranges.size() + ")";
            tasks.add(new ProofTask(what + part, bytes / ranges.size(), work.of(range, ranges.size())));
        }
        return tasks;
    }

    private void read(ProvenTable table, Connection source, Optional<String> range, List<Observer> observers)
            throws SQLException {
        if (full) {
            table.rows().read(source, range, Optional.empty(), observers);
            return;
        }
        Optional<String> blocks = sampled(source, table.name());
        long rows = table.rows().read(source, blocks, Optional.of(SAMPLED_ROWS), observers);
        if (blocks.isPresent() || rows == SAMPLED_ROWS) {
            places.origins(table).forEach(Origin::partly);
        }
    }

    private Optional<String> sampled(Connection connection, TableName relation) throws SQLException {
        return SampledBlocks.of(
                connection, relation, SAMPLED_BLOCKS, ROWS_OF_A_BLOCK, new Random(scope.seed() ^ relation.hashCode()));
    }

    /**
     * Seeks that in all texts of the target; at {@code SAMPLE} in some rows, and of kept columns in the source's rows
     * that it was gathered from.
     *
     * @param source in the snapshot that was copied
     * @param target where what was loaded is visible
     */
    public List<ProofTask> search(Connection source, Connection target) throws SQLException {
        if (scope.depth() == Verify.COUNTS) {
            return List.of();
        }
        List<ProofTask> tasks = new ArrayList<>();
        Search search = new Search(sought, digest, hits, keptTexts, full);
        for (TextRelation relation : TextRelation.all(target).values()) {
            if (scope.ignored().contains(relation.name())) {
                continue;
            }
            if (!relation.unreadable().isEmpty()) {
                notSearched.add(relation.name().shown() + ": " + relation.unreadable());
                continue;
            }
            List<Place> columns = places.of(relation).stream()
                    .filter(place ->
                            full || place.kept().isEmpty() && place.origin().isEmpty())
                    .filter(this::couldHoldIt)
                    .toList();
            if (!columns.isEmpty()) {
                tasks.addAll(parts(
                        "Search " + relation.name().shown(),
                        target,
                        relation.name(),
                        relation.bytes(),
                        (range, parts) -> (reading, written) -> search.run(
                                written,
                                Optional.empty(),
                                relation.name().sql(),
                                full ? range : sampled(written, relation.name()),
                                parts,
                                columns)));
            }
        }
        if (!full) {
            keptOfSample(TextRelation.all(source), search, tasks);
        }
        return tasks;
    }

    /** Whether anything that is sought could stand in a column: one of UUIDs holds nothing else. */
    private boolean couldHoldIt(Place place) {
        return !place.column().uuid() || place.origin().isPresent() || sought.mayHaveUuids();
    }

    private void keptOfSample(Map<TableName, TextRelation> source, Search search, List<ProofTask> tasks) {
        for (ProvenTable table : scope.tables()) {
            List<Place> kept = Optional.ofNullable(source.get(table.name())).stream()
                    .flatMap(relation -> relation.columns().stream())
                    .filter(column -> table.kept().containsKey(column.name()))
                    .map(column -> places.kept(table, column))
                    .filter(this::couldHoldIt)
                    .toList();
            if (!kept.isEmpty()) {
                tasks.add(new ProofTask(
                        "Search a sample of " + table.name().shown(),
                        0,
                        (reading, written) -> search.run(
                                reading,
                                Optional.of(scope.flow()),
                                table.name().sql(),
                                sampled(reading, table.name()),
                                1,
                                kept)));
            }
        }
    }

    /** Looks at the source for what was found; nothing to do where nothing was. */
    public List<ProofTask> lookAgain(Connection source) throws SQLException {
        if (hits.isEmpty()) {
            return List.of();
        }
        second.begin();
        return masked("Look again at ", source, second::counting);
    }

    /** Masks the source's values once more; nothing to do where masks cannot have made what was found. */
    public List<ProofTask> maskAgain(Connection source) throws SQLException {
        return hits.isEmpty() || !second.mayBeMade() ? List.of() : masked("Mask again ", source, second::making);
    }

    /** @param counted the masked columns as the copy has counted them */
    public ProofReport report(List<ProofReport.Masked> counted) {
        Findings findings = new Findings(places, hits, second, keptTexts, scope.allowed());
        return new ProofReport(
                scope.depth(),
                places.origins().stream()
                        .mapToLong(origin -> origin.values().sum())
                        .sum(),
                (int) places.all().stream()
                        .filter(place -> place.texts().sum() > 0)
                        .count(),
                places.all().stream().mapToLong(place -> place.texts().sum()).sum(),
                counted.stream().map(findings::measured).toList(),
                findings.survivors(),
                findings.common(),
                findings.scanned(),
                findings.differences(),
                hits.isFull(),
                notSearched.stream().sorted().toList(),
                Duration.ofNanos(System.nanoTime() - begun),
                List.of());
    }
}
