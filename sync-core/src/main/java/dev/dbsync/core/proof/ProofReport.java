package dev.dbsync.core.proof;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.DataKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the proof of a pull has found: names and counts, never a value.
 *
 * @param depth {@code COUNTS}: only what masks returned was counted; {@code SAMPLE}: some rows of each table were
 *     searched as well; {@code FULL}: all of them
 * @param valuesSought values of masked columns whose like was sought, each row counted
 * @param columnsSearched columns of the target that may hold text, each of a partitioned table once
 * @param textsSearched values in these
 * @param masked each masked column, with what was measured of it
 * @param survivors columns in which identifying values of masked columns stand
 * @param common columns in which such values stand that are ordinary words of kept columns, too
 * @param scanned kept columns in which detectors have found something
 * @param differences what else is not as the masks have promised, one sentence each
 * @param incomplete whether more was found than could be counted, so that nothing is proved
 * @param notSearched relations of the target that could not be read, with the reason
 * @param took the time from the first value that was gathered to this report
 * @param emptied tables and materialized views that were emptied for their survivors
 */
public record ProofReport(
        Verify depth,
        long valuesSought,
        int columnsSearched,
        long textsSearched,
        List<Masked> masked,
        List<Survivor> survivors,
        List<Common> common,
        List<Scanned> scanned,
        List<String> differences,
        boolean incomplete,
        List<String> notSearched,
        Duration took,
        List<TableName> emptied) {

    public ProofReport {
        masked = List.copyOf(masked);
        survivors = List.copyOf(survivors);
        common = List.copyOf(common);
        scanned = List.copyOf(scanned);
        differences = List.copyOf(differences);
        notSearched = List.copyOf(notSearched);
        emptied = List.copyOf(emptied);
    }

    /**
     * A masked column. Of a partitioned table, all of its partitions together.
     *
     * @param strategy its name
     * @param values that went through the mask, NULLs left out
     * @param unchanged values that came out as they went in
     * @param mayBeUnchanged whether the strategy allows that, as one does that always gives the same text
     * @param kept values that the rule's condition left as they are
     * @param outputs some of what the mask gave, the first different ones
     * @param before what the source's masked values are like; empty where they were not all read
     * @param after what the target's values are like, those of the condition included; empty likewise
     */
    public record Masked(
            TableName table,
            String column,
            String strategy,
            long values,
            long unchanged,
            boolean mayBeUnchanged,
            long kept,
            List<String> outputs,
            Optional<Measured> before,
            Optional<Measured> after) {

        /** With what was counted of another part of the same table. */
        public Masked plus(Masked other) {
            return new Masked(
                    table,
                    column,
                    strategy,
                    values + other.values,
                    unchanged + other.unchanged,
                    mayBeUnchanged,
                    kept + other.kept,
                    outputs.isEmpty() ? other.outputs : outputs,
                    before,
                    after);
        }
    }

    /**
     * What the values of a column are like.
     *
     * @param values that are not NULL
     * @param distinct about how many different ones, without regard to case
     * @param shortest in characters, without blanks at the ends
     * @param longest likewise
     */
    public record Measured(long values, long distinct, int shortest, int longest) {}

    /**
     * A column of the target that holds what should have gone.
     *
     * @param values how many different identifying values of masked columns
     * @param places in how many of its fields, each value counted
     * @param kinds what detectors take them for; empty for values that are only rare
     * @param from the masked columns that they are values of, in order
     * @param allowed whether {@code anonymize.proof.allow} accepts it
     */
    public record Survivor(
            TableName table,
            String column,
            long values,
            long places,
            Set<DataKind> kinds,
            List<String> from,
            boolean allowed) {

        private static final int SHOWN = 3;

        public Survivor {
            kinds = Set.copyOf(kinds);
            from = List.copyOf(from);
        }

        /** The columns that they are values of, for people: the first few. */
        public String origin() {
            String first = from.stream().limit(SHOWN).collect(Collectors.joining(", "));
            return from.size() <= SHOWN ? first : first + " and " + (from.size() - SHOWN) + " more";
        }
    }

    /**
     * A column of the target in which masked values stand that are ordinary words.
     *
     * @param values how many different ones
     * @param places in how many of its fields
     */
    public record Common(TableName table, String column, long values, long places) {}

    /**
     * A kept column in which detectors have found something.
     *
     * @param found how many fields hold each kind
     * @param verdict what follows from it
     */
    public record Scanned(TableName table, String column, Map<DataKind, Long> found, Verdict verdict) {

        public Scanned {
            found = Map.copyOf(found);
        }
    }

    /** What follows from a finding in a kept column. */
    public enum Verdict {
        /** Nobody has decided about this column: the run fails. */
        FAILS,
        /** Somebody has written {@code keep} for it, or it belongs to reference data: a warning. */
        DECIDED,
        /** {@code anonymize.proof.allow} names it. */
        ALLOWED
    }

    /** Whether nothing speaks against the target. */
    public boolean holds() {
        return !incomplete
                && differences.isEmpty()
                && survivors.stream().allMatch(Survivor::allowed)
                && scanned.stream().noneMatch(found -> found.verdict() == Verdict.FAILS)
                && masked.stream().allMatch(column -> column.mayBeUnchanged() || column.unchanged() == 0);
    }

    /** The tables and materialized views that hold what should have gone, as far as it is known. */
    public Set<TableName> concerned() {
        Set<TableName> concerned = new TreeSet<>();
        survivors.stream().filter(found -> !found.allowed()).forEach(found -> concerned.add(found.table()));
        scanned.stream()
                .filter(found -> found.verdict() == Verdict.FAILS)
                .forEach(found -> concerned.add(found.table()));
        masked.stream()
                .filter(column -> !column.mayBeUnchanged() && column.unchanged() > 0)
                .forEach(column -> concerned.add(column.table()));
        return concerned;
    }

    /** The same, with what was emptied for it. */
    public ProofReport withEmptied(List<TableName> tables) {
        return new ProofReport(
                depth,
                valuesSought,
                columnsSearched,
                textsSearched,
                masked,
                survivors,
                common,
                scanned,
                differences,
                incomplete,
                notSearched,
                took,
                tables);
    }
}
