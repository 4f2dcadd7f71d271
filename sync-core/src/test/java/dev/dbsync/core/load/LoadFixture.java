package dev.dbsync.core.load;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Loads of nothing at all: what a load does besides copying. */
final class LoadFixture {

    static final LoadIdentity IDENTITY = new LoadIdentity("1/2", "selection", "rules", "key");

    private LoadFixture() {}

    static LoadTarget target(Database database) {
        return new LoadTarget(database.shown(), "public", Duration.ofSeconds(3));
    }

    static LoadSession begin(Connection connection, Database database, Set<TableName> touched, Set<TableName> bare) {
        return LoadSession.begin(connection, target(database), IDENTITY, touched, bare);
    }

    /** All that is left of a load, in its order. */
    static void putBack(Connection connection, LoadSession session) {
        for (TableName table : session.touched()) {
            session.indexes(connection, table).forEach(task -> task.run(connection));
        }
        for (TableName table : session.touched()) {
            session.keys(connection, table).ifPresent(task -> task.run(connection));
        }
        session.foreignKeys(connection).ifPresent(task -> task.run(connection));
        List<PutBack> checks = session.validations(connection);
        checks.forEach(task -> task.run(connection));
        session.finish(connection);
    }

    static Connection connect(Database database) throws SQLException {
        return database.connect("load test");
    }
}
