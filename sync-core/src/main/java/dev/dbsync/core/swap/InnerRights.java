package dev.dbsync.core.swap;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Owners and rights within the old database, given to the same objects of the new one: what a DBA has granted by hand,
 * no script makes, and without it applications find a database that they may not read.
 *
 * <p>Scripts have the last word: an owner that they chose stays, and so does a right that they gave. An object whose
 * rights no script touched gets exactly those of the old one.
 */
final class InnerRights {

    private final Connection old;
    private final Connection fresh;
    private final Set<String> failed = new LinkedHashSet<>();

    private InnerRights(Connection old, Connection fresh) {
        this.old = old;
        this.fresh = fresh;
    }

    /**
     * Carries all that the role may carry, in one transaction.
     *
     * @param fresh in autocommit, by the role that has made what is in it
     * @return what it may not, for a person
     */
    static List<String> carry(Connection old, Connection fresh) throws SQLException {
        fresh.setAutoCommit(false);
        InnerRights rights = new InnerRights(old, fresh);
        rights.dropSchemaPublic();
        rights.owners();
        rights.objects();
        rights.defaults();
        fresh.commit();
        fresh.setAutoCommit(true);
        return List.copyOf(rights.failed);
    }

    /** Every new database has one; where the old one has not, it was dropped on purpose. */
    private void dropSchemaPublic() throws SQLException {
        if (isTrue(old, "SELECT to_regnamespace('public') IS NULL")
                && isTrue(fresh, "SELECT to_regnamespace('public') IS NOT NULL")) {
            attempt("DROP SCHEMA public RESTRICT", "2BP01");
        }
    }

    private void owners() throws SQLException {
        String maker = text(fresh, "SELECT current_user");
        Map<InnerObject, InnerObject.Rights> there = InnerObject.read(fresh);
        for (Map.Entry<InnerObject, InnerObject.Rights> entry :
                InnerObject.read(old).entrySet()) {
            InnerObject.Rights had = entry.getValue();
            InnerObject.Rights has = there.get(entry.getKey());
            boolean isScripts = has == null || !has.owner().equals(maker) && !isBuiltIn(has.owner());
            if (isScripts || !has.ownedAlone() || has.owner().equals(had.owner())) {
                continue;
            }
            if (!attempt(entry.getKey().ownedBy(had.owner()), "42501")) {
                failed.add(entry.getKey().shown() + " is not owned by " + had.owner() + " any more");
            }
        }
    }

    /** The owner of a new database's schema public, before anybody has changed it. */
    private static boolean isBuiltIn(String owner) {
        return owner.equals("pg_database_owner");
    }

    private void objects() throws SQLException {
        Map<InnerObject, InnerObject.Rights> there = InnerObject.read(fresh);
        for (Map.Entry<InnerObject, InnerObject.Rights> entry :
                InnerObject.read(old).entrySet()) {
            InnerObject object = entry.getKey();
            InnerObject.Rights had = entry.getValue();
            InnerObject.Rights has = there.get(object);
            if (has == null || !had.explicit()) {
                continue;
            }
            Set<InnerRight> kept = has.explicit() ? has.given() : Set.of();
            List<String> statements = new ArrayList<>();
            if (!has.explicit()) {
                holders(object, has).map(object::revokingAll).forEach(statements::add);
            }
            had.given().stream()
                    .map(right -> right.ofOwner(had.owner(), has.owner()))
                    .filter(right -> !kept.contains(right))
                    .map(object::granting)
                    .forEach(statements::add);
            if (!statements.isEmpty()) {
                allOrNone(statements, object.shown());
            }
        }
    }

    /**
     * Whoever has rights on something for which none were given: all, its owner, and to whom an extension gave some.
     */
    private static Stream<String> holders(InnerObject object, InnerObject.Rights rights) {
        Stream<String> named = rights.given().stream().map(InnerRight::to);
        return object.column() != null
                ? named.distinct()
                : Stream.concat(Stream.of("PUBLIC", Sql.identifier(rights.owner())), named)
                        .distinct();
    }

    private void defaults() throws SQLException {
        Map<DefaultRights, DefaultRights.Rights> there = DefaultRights.read(fresh);
        for (Map.Entry<DefaultRights, DefaultRights.Rights> entry :
                DefaultRights.read(old).entrySet()) {
            DefaultRights key = entry.getKey();
            DefaultRights.Rights had = entry.getValue();
            DefaultRights.Rights has = there.get(key);
            Set<InnerRight> now = has == null ? had.builtIn() : has.given();
            List<String> statements = new ArrayList<>();
            if (has == null) {
                now.stream()
                        .filter(right -> !had.given().contains(right))
                        .map(key::revoking)
                        .forEach(statements::add);
            }
            had.given().stream()
                    .filter(right -> !now.contains(right))
                    .map(key::granting)
                    .forEach(statements::add);
            allOrNone(statements, key.shown());
        }
    }

    private void allOrNone(List<String> statements, String of) throws SQLException {
        Savepoint before = fresh.setSavepoint();
        for (String statement : statements) {
            // The rights of somebody else's object; or a schema that the new database has no more.
            if (!attempt(statement, "42501", "3F000")) {
                fresh.rollback(before);
                failed.add("the rights on " + of + " are not those that they were");
                return;
            }
        }
        fresh.releaseSavepoint(before);
    }

    /**
     * Runs a statement that may be refused.
     *
     * @param refusals the SQLSTATEs that are taken for an answer
     */
    private boolean attempt(String sql, String... refusals) throws SQLException {
        Savepoint before = fresh.setSavepoint();
        try (Statement statement = fresh.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            // GRANT by somebody who may not give it merely warns.
            boolean isDone = statement.getWarnings() == null
                    || SqlProblem.state(statement.getWarnings()).equals("00000");
            if (!isDone) {
                fresh.rollback(before);
            }
            return isDone;
        } catch (SQLException e) {
            fresh.rollback(before);
            if (List.of(refusals).contains(SqlProblem.state(e))) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        return text(connection, sql).equals("t");
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
