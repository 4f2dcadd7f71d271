package dev.dbsync.core.proof;

import dev.dbsync.core.copy.CopyFlow;
import dev.dbsync.core.copy.CopyRows;
import dev.dbsync.core.copy.RowOutput;
import dev.dbsync.core.copy.TextRowCodec;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.proof.Places.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads columns of a relation, and notes what of that which is sought stands in them. Thread-safe. */
final class Search {

    /** Of a sample, no more of a text is read. */
    private static final int SAMPLED_CHARACTERS = 4096;

    private final Sought sought;
    private final Digest digest;
    private final Tally hits;
    private final KeptTexts keptTexts;
    private final boolean full;

    Search(Sought sought, Digest digest, Tally hits, KeptTexts keptTexts, boolean full) {
        this.sought = sought;
        this.digest = digest;
        this.hits = hits;
        this.keptTexts = keptTexts;
        this.full = full;
    }

    /**
     * @param flow says how many bytes may be read in a second; empty for as many as there are
     * @param table for FROM
     * @param condition SQL for the rows; empty for all
     * @param parts how many of the relation there are, of which this is one
     */
    void run(
            Connection connection,
            Optional<CopyFlow> flow,
            String table,
            Optional<String> condition,
            int parts,
            List<Place> places)
            throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        String columns = places.stream()
                .map(place -> Sql.identifier(place.column().name()))
                .map(name -> full ? name : "left(" + name + "::text, " + SAMPLED_CHARACTERS + ")")
                .collect(Collectors.joining(", "));
        String sql = "COPY (SELECT " + columns + " FROM ONLY " + table
                + condition.map(rows -> " WHERE " + rows).orElse("")
                + (full ? "" : " LIMIT " + Proof.SAMPLED_ROWS) + ") TO STDOUT";
        TextScan scan = new TextScan(sought, digest);
        TextRowCodec codec = new TextRowCodec(places.stream()
                .map(place -> Optional.of(reader(place, scan, parts)))
                .toList());
        try (CopyRows rows = CopyRows.read(connection, sql, flow)) {
            for (byte[] row = rows.next(); row != null; row = rows.next()) {
                codec.rewrite(row, RowOutput.NOWHERE);
            }
        }
    }

    private UnaryOperator<byte[]> reader(Place place, TextScan scan, int parts) {
        TextScan.Sink sink = (found, whole) -> hits.add(found, place.number(), whole);
        if (full && place.origin().isPresent()) {
            Optional<Measure> measure = Optional.of(place.after());
            return text -> {
                place.texts().increment();
                scan.scan(text, sink, measure);
                return null;
            };
        }
        Optional<KeptTexts.Column> kept = place.kept()
                .filter(keeping -> !place.column().uuid())
                .map(keeping -> keptTexts.column(place.number(), keeping == ProvenTable.Keeping.UNDECIDED, parts));
        Predicate<byte[]> hasNothing = text -> {
            boolean isFound = scan.scan(text, sink);
            return kept.map(column -> column.hasNothing(text)).orElse(true) && !isFound;
        };
        PlainTexts plain = new PlainTexts(digest);
        return text -> {
            place.texts().increment();
            plain.read(text, hasNothing);
            return null;
        };
    }
}
