package dev.dbsync.core.proof;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.proof.ProvenTable.Keeping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** The columns in which is sought, and those whose values are sought; those of a tree of partitions are one. */
final class Places {

    /**
     * A masked column of the source.
     *
     * @param before what its masked values are like
     */
    record Origin(
            int number,
            TableName table,
            ProvenTable.Masked masked,
            Measure before,
            LongAdder values,
            AtomicBoolean sampled) {

        void partly() {
            sampled.set(true);
        }

        /** Whether all of its values were read. */
        boolean isWhole() {
            return !sampled.get();
        }
    }

    /**
     * A column of the target.
     *
     * @param origin the masked column that it was copied from; empty where it was not masked
     * @param kept who has decided to copy it as it is; empty where it was not copied
     * @param extension whether it is an extension's own
     * @param after what its values are like
     */
    record Place(
            int number,
            TableName table,
            TextRelation.Column column,
            Optional<Origin> origin,
            Optional<Keeping> kept,
            boolean extension,
            Measure after,
            LongAdder texts) {}

    private record Key(TableName table, String column) {}

    private final Map<TableName, ProvenTable> byTarget = new HashMap<>();
    private final Map<Key, Origin> origins = new HashMap<>();
    private final List<Origin> allOrigins = new ArrayList<>();
    private final Map<Key, Place> places = new HashMap<>();
    private final List<Place> all = new ArrayList<>();

    Places(List<ProvenTable> tables) {
        for (ProvenTable table : tables) {
            byTarget.put(table.into(), table);
            for (ProvenTable.Masked masked : table.masked()) {
                origins.computeIfAbsent(new Key(table.root(), masked.column()), key -> {
                    Origin origin = new Origin(
                            allOrigins.size(),
                            table.root(),
                            masked,
                            new Measure(),
                            new LongAdder(),
                            new AtomicBoolean());
                    allOrigins.add(origin);
                    return origin;
                });
            }
        }
    }

    List<Origin> origins() {
        return allOrigins;
    }

    List<Origin> origins(ProvenTable table) {
        return table.masked().stream()
                .map(masked -> origins.get(new Key(table.root(), masked.column())))
                .toList();
    }

    synchronized List<Place> all() {
        return List.copyOf(all);
    }

    synchronized Place get(int number) {
        return all.get(number);
    }

    /** The columns of a relation of the target. */
    synchronized List<Place> of(TextRelation relation) {
        Optional<ProvenTable> table = Optional.ofNullable(byTarget.get(relation.name()))
                .or(() -> Optional.ofNullable(byTarget.get(relation.root())));
        return relation.columns().stream()
                .map(column -> place(relation.root(), relation.extension(), column, table))
                .toList();
    }

    /** A kept column of a copied table, as the one of the target that it was copied to. */
    synchronized Place kept(ProvenTable table, TextRelation.Column column) {
        return place(table.root(), false, column, Optional.of(table));
    }

    private Place place(TableName root, boolean extension, TextRelation.Column column, Optional<ProvenTable> table) {
        return places.computeIfAbsent(new Key(root, column.name()), key -> {
            Place place = new Place(
                    all.size(),
                    root,
                    column,
                    table.map(found -> origins.get(new Key(found.root(), column.name()))),
                    table.map(found -> found.kept().get(column.name())),
                    extension,
                    new Measure(),
                    new LongAdder());
            all.add(place);
            return place;
        });
    }
}
