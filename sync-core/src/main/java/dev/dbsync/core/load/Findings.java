package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.problem.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What stands in the way of loading these tables: what of it can be set aside, and what cannot.
 *
 * @param pieces that can, in the order in which they are put back
 * @param hindrances what cannot, and why
 */
record Findings(List<Piece> pieces, List<Hindrance> hindrances) {

    private static final String OWNER = "Connect as the owner, or as a member of the owning role";

    Findings {
        pieces = List.copyOf(pieces);
        hindrances = List.copyOf(hindrances);
    }

    static Findings of(Connection connection, LoadTarget target, Set<TableName> touched, Set<TableName> bare)
            throws SQLException {
        Search search = new Search(target, touched);
        search.record(connection);
        search.owners(connection);
        search.indexes(IndexCatalog.read(connection, bare));
        search.foreignKeys(FoundForeignKey.read(connection, touched));
        FoundTrigger.read(connection, touched).forEach(trigger -> search.pieces.add(trigger.piece()));
        return search.findings();
    }

    /** The problems that make it impossible to load; empty where it is possible. */
    List<Problem> stops() {
        return hindrances.stream()
                .filter(Hindrance::stops)
                .map(Hindrance::problem)
                .toList();
    }

    /** Without these groups of pieces, which stay in place for the reasons given. */
    Findings without(Map<String, String> groups, LoadTarget target) {
        List<Hindrance> more = new ArrayList<>(hindrances);
        groups.forEach((group, reason) -> pieces.stream()
                .filter(piece -> piece.group().equals(group))
                .findFirst()
                .ifPresent(piece -> more.add(stays(piece.table(), piece.shown(), reason, target))));
        return new Findings(
                pieces.stream()
                        .filter(piece -> !groups.containsKey(piece.group()))
                        .toList(),
                more);
    }

    private static Hindrance stays(TableName table, String what, String reason, LoadTarget target) {
        return new Hindrance(
                table,
                false,
                new Problem(
                        "The " + what + " stays in place while " + table.shown() + " is filled: " + reason,
                        target.shown(),
                        "Nothing needs to be done: it is merely slower"));
    }

    private static final class Search {

        private final LoadTarget target;
        private final Set<TableName> touched;
        private final List<Piece> pieces = new ArrayList<>();
        private final List<Hindrance> hindrances = new ArrayList<>();

        Search(LoadTarget target, Set<TableName> touched) {
            this.target = target;
            this.touched = touched;
        }

        Findings findings() {
            List<Piece> ordered = new ArrayList<>();
            pieces.stream()
                    .sorted(Comparator.comparing(Piece::kind))
                    .forEach(piece -> ordered.add(piece.withId(ordered.size() + 1)));
            return new Findings(ordered, hindrances);
        }

        void record(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = ?")) {
                statement.setString(1, target.schema());
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next() || !row.getBoolean(1)) {
                        stop(
                                new TableName(target.schema(), "sync_load"),
                                "The role may not create tables in the schema " + target.schema()
                                        + ", where the record of what is set aside would be kept",
                                "As the owner of the schema: GRANT CREATE ON SCHEMA " + Sql.identifier(target.schema())
                                        + " TO …; or pull with pull.mode: transaction");
                    }
                }
            }
        }

        void owners(Connection connection) throws SQLException {
            for (TableName table : CatalogQuestions.which(connection, touched, CatalogQuestions.NOT_OWNED)) {
                stop(
                        table,
                        "The role does not own " + table.shown()
                                + ", so it cannot set its foreign keys, indexes and triggers aside",
                        OWNER);
            }
        }

        void indexes(List<FoundIndex> found) {
            Map<TableName, List<FoundIndex>> groups =
                    found.stream().collect(Collectors.groupingBy(FoundIndex::group, TreeMap::new, Collectors.toList()));
            groups.forEach((name, members) -> {
                Optional<String> reason = reason(members);
                if (reason.isPresent()) {
                    hindrances.add(stays(members.get(0).table(), "index " + name.shown(), reason.get(), target));
                    return;
                }
                members.forEach(member -> pieces.addAll(member.pieces()));
                members.forEach(member -> member.attachment().ifPresent(pieces::add));
            });
        }

        /** A tree of them goes, stays and comes as one. */
        private Optional<String> reason(List<FoundIndex> members) {
            Optional<String> own =
                    members.stream().flatMap(member -> member.stays().stream()).findFirst();
            return own.or(() -> members.stream()
                    .map(FoundIndex::table)
                    .filter(table -> !touched.contains(table))
                    .map(table -> "it is shared with the partition " + table.shown() + ", which is not selected")
                    .findFirst());
        }

        void foreignKeys(List<FoundForeignKey> found) {
            Map<String, FoundForeignKey> aside = new LinkedHashMap<>();
            for (FoundForeignKey key : found) {
                String shown =
                        "the foreign key " + key.name() + " of " + key.table().shown();
                if (!key.owned() && !touched.contains(key.table())) {
                    stop(
                            key.table(),
                            "The role does not own " + key.table().shown() + ", so it cannot set " + shown
                                    + " aside, which references "
                                    + key.referenced().shown(),
                            OWNER);
                } else if (key.owned() && !key.referable()) {
                    notReferable(key, shown);
                } else {
                    aside.put(shown, key);
                }
            }
            aside.values().forEach(key -> pieces.add(key.piece()));
        }

        private void notReferable(FoundForeignKey key, String shown) {
            String what = "The role may not reference " + key.referenced().shown();
            String remedy =
                    "As its owner: GRANT REFERENCES ON " + key.referenced().sql() + " TO …";
            if (touched.contains(key.referenced())) {
                stop(key.table(), what + ", so it could not put " + shown + " back", remedy);
            } else {
                hindrances.add(new Hindrance(
                        key.table(),
                        false,
                        new Problem(
                                what + ", so " + shown + " stays in place while it is filled",
                                target.shown(),
                                remedy)));
            }
        }

        private void stop(TableName table, String what, String remedy) {
            hindrances.add(new Hindrance(table, true, new Problem(what, target.shown(), remedy)));
        }
    }

    /** Those of some kinds, in the order in which they are put back. */
    List<Piece> of(Set<Kind> kinds) {
        return pieces.stream().filter(piece -> kinds.contains(piece.kind())).toList();
    }
}
