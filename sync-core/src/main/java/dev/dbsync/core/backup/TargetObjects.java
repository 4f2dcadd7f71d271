package dev.dbsync.core.backup;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that users made in a database, in the order in which it can be dropped. Extensions stay, unless they live in a
 * schema that a user made: that one goes with all it holds. The schema public stays, and loses what is in it.
 */
record TargetObjects(List<TargetObject> objects) {

    /**
     * One object.
     *
     * @param kind as PostgreSQL calls it: {@code table}, {@code event trigger}
     * @param name qualified and quoted as in a statement
     * @param rows of a table, by the statistics; 0 of anything else
     */
    record TargetObject(String kind, String name, long rows) {

        private String drop() {
            if (kind.equals("large object")) {
                return "SELECT lo_unlink(" + name + ")";
            }
            // An earlier one may have taken it along.
            return "DROP " + keywords() + " IF EXISTS " + name + " CASCADE";
        }

        private String keywords() {
            return switch (kind) {
                case "function", "procedure", "aggregate" -> "ROUTINE";
                case "foreign-data wrapper" -> "FOREIGN DATA WRAPPER";
                default -> kind;
            };
        }

        private String line() {
            return kind + " " + name + "\n";
        }
    }

    /** Nothing: the target is empty, or is to be. */
    static final TargetObjects NONE = new TargetObjects(List.of());

    private static final String SUBSCRIPTIONS = """
            SELECT count(*)
            FROM pg_subscription
            WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    TargetObjects {
        objects = List.copyOf(objects);
    }

    /** @throws RefusedException where something is there that no transaction can drop */
    static TargetObjects of(Connection target, String shown) throws SQLException {
        List<TargetObject> objects = new ArrayList<>();
        try (Statement statement = target.createStatement()) {
            try (ResultSet row = statement.executeQuery(SUBSCRIPTIONS)) {
                row.next();
                if (row.getLong(1) > 0) {
                    throw new RefusedException(new Problem(
                            "The target subscribes to a publication, which no transaction can undo",
                            shown,
                            "Drop the subscription first (DROP SUBSCRIPTION), or restore into an empty database"));
                }
            }
            try (ResultSet row = statement.executeQuery(TargetQuery.OBJECTS)) {
                while (row.next()) {
                    objects.add(new TargetObject(row.getString(1), row.getString(2), row.getLong(3)));
                }
            }
        }
        return new TargetObjects(objects);
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** Of kinds and names: rows come and go, and their estimates change by themselves. */
    String digest() {
        String lines = objects.stream().map(TargetObject::line).collect(Collectors.joining());
        return Sha256.hex(Sha256.digest().digest(lines.getBytes(StandardCharsets.UTF_8)));
    }

    TargetLoss loss() {
        Map<String, Long> others = new TreeMap<>();
        List<TargetLoss.LostTable> tables = new ArrayList<>();
        for (TargetObject object : objects) {
            if (object.kind().equals("table")) {
                tables.add(new TargetLoss.LostTable(object.name(), object.rows()));
            } else {
                others.merge(object.kind(), 1L, Long::sum);
            }
        }
        tables.sort(Comparator.comparingLong(TargetLoss.LostTable::rows)
                .reversed()
                .thenComparing(TargetLoss.LostTable::name));
        return new TargetLoss(tables, others);
    }

    /**
     * Drops all of it, in the caller's transaction.
     *
     * @throws RefusedException when there is something else by now than these
     */
    void drop(Connection target, String shown) throws SQLException {
        if (!of(target, shown).digest().equals(digest())) {
            throw changed(shown);
        }
        try (Statement statement = target.createStatement()) {
            // Names in quotes hold what they like, braces of the driver's own escapes included.
            statement.setEscapeProcessing(false);
            for (String drop : drops()) {
                statement.execute(drop);
            }
        }
        TargetContents.requireNone(target, shown);
    }

    /** The statements that drop all of it, in order. */
    List<String> drops() {
        return objects.stream().map(TargetObject::drop).toList();
    }

    /** @param shown the target's environment and address */
    static RefusedException changed(String shown) {
        return new RefusedException(new Problem(
                "What the target holds has changed since the plan was made",
                shown,
                "Look at the new plan: run it again with -Dsync.dryRun"));
    }
}
