package dev.dbsync.core.load;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An index of the target, with the constraint that stands on it, and the statements that make both again.
 *
 * @param group the index itself, or the topmost of its tree of partitioned indexes
 * @param table that is indexed
 * @param name of the index, and of the constraint
 * @param partitioned whether it is the index of a partitioned table, which holds nothing itself
 * @param parent the partitioned index that it is attached to
 * @param definition the CREATE INDEX of it
 * @param constraint what stands on it
 * @param tablespace empty for that of the database
 * @param options of storage
 * @param clustered whether CLUSTER goes by it
 * @param replicaIdentity whether logical replication does
 * @param extensions that it depends on
 * @param statistics targets by the number of their column
 * @param stays why it must stay in place
 * @param print all that the catalog says of both, but for what changes when they are made again
 */
record FoundIndex(
        TableName group,
        TableName table,
        String name,
        boolean partitioned,
        Optional<TableName> parent,
        String definition,
        Optional<OnIt> constraint,
        Optional<String> tablespace,
        List<String> options,
        boolean clustered,
        boolean replicaIdentity,
        Optional<String> comment,
        List<String> extensions,
        List<Statistics> statistics,
        Optional<String> stays,
        String print) {

    /**
     * A constraint.
     *
     * @param type {@code pg_constraint.contype}: p, u or x
     * @param definition as ADD CONSTRAINT takes it, without storage options
     * @param takesIndex whether an index that was made before can become it
     */
    record OnIt(
            String type,
            String definition,
            boolean takesIndex,
            boolean deferrable,
            boolean deferred,
            Optional<String> comment) {

        private String deferral() {
            return deferrable ? (deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE") : "";
        }
    }

    /** How much ANALYZE keeps of a column of the index. */
    record Statistics(int column, int target) {}

    TableName qualified() {
        return new TableName(table.schema(), name);
    }

    List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        Optional<OnIt> built = constraint.filter(on -> partitioned || !on.takesIndex());
        List<String> key = new ArrayList<>();
        if (built.isPresent()) {
            key.add(tablespaceSetting());
            key.add(alter() + "ADD CONSTRAINT " + Sql.identifier(name) + " " + withOptions(built.get()));
            key.addAll(extras());
        } else {
            List<String> index = new ArrayList<>(List.of(tablespaceSetting(), definition));
            index.addAll(extras());
            pieces.add(piece(
                    partitioned ? Kind.TREE : Kind.INDEX,
                    "DROP INDEX IF EXISTS " + qualified().sql(),
                    index));
            constraint.ifPresent(on -> key.add(alter() + "ADD CONSTRAINT " + Sql.identifier(name)
                    + (on.type().equals("p") ? " PRIMARY KEY" : " UNIQUE") + " USING INDEX " + Sql.identifier(name)
                    + on.deferral()));
        }
        constraint
                .flatMap(OnIt::comment)
                .ifPresent(text -> key.add("COMMENT ON CONSTRAINT " + Sql.identifier(name) + " ON " + table.sql()
                        + " IS " + Sql.literal(text)));
        if (clustered) {
            key.add("ALTER TABLE " + table.sql() + " CLUSTER ON " + Sql.identifier(name));
        }
        if (replicaIdentity) {
            key.add(alter() + "REPLICA IDENTITY USING INDEX " + Sql.identifier(name));
        }
        if (!key.isEmpty()) {
            pieces.add(piece(
                    partitioned ? Kind.TREE : Kind.KEY,
                    constraint.isPresent()
                            ? "ALTER TABLE " + table.sql() + " DROP CONSTRAINT IF EXISTS " + Sql.identifier(name)
                            : "",
                    key));
        }
        return pieces;
    }

    /** What makes it a part of its parent. */
    Optional<Piece> attachment() {
        return parent.map(of -> piece(
                Kind.TREE,
                "",
                List.of("ALTER INDEX " + of.sql() + " ATTACH PARTITION "
                        + qualified().sql())));
    }

    private Piece piece(Kind kind, String away, List<String> back) {
        return Piece.found(
                kind,
                group.toString(),
                table,
                name,
                away.isEmpty() ? List.of() : List.of(away),
                back,
                List.of(),
                print);
    }

    private String alter() {
        return "ALTER TABLE ONLY " + table.sql() + " ";
    }

    private String tablespaceSetting() {
        return "SET LOCAL default_tablespace = " + Sql.literal(tablespace.orElse(""));
    }

    /** The definition of an exclusion constraint has them already; in others they stand before the deferral. */
    private String withOptions(OnIt on) {
        if (on.type().equals("x") || options.isEmpty()) {
            return on.definition();
        }
        List<String> quoted = new ArrayList<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            quoted.add(option.substring(0, equals) + "=" + Sql.literal(option.substring(equals + 1)));
        }
        String end = on.deferral();
        String columns = on.definition().substring(0, on.definition().length() - end.length());
        return columns + " WITH (" + String.join(", ", quoted) + ")" + end;
    }

    private List<String> extras() {
        String alter = "ALTER INDEX " + qualified().sql() + " ";
        List<String> extras = new ArrayList<>();
        statistics.forEach(
                each -> extras.add(alter + "ALTER COLUMN " + each.column() + " SET STATISTICS " + each.target()));
        extensions.forEach(each -> extras.add(alter + "DEPENDS ON EXTENSION " + Sql.identifier(each)));
        comment.ifPresent(text -> extras.add("COMMENT ON INDEX " + qualified().sql() + " IS " + Sql.literal(text)));
        return extras;
    }
}
