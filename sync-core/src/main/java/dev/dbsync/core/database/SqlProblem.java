package dev.dbsync.core.database;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns the driver's exceptions into problems that hold no value of a row.
 *
 * <p>PostgreSQL puts values into some messages ("invalid input syntax for type integer: …", "Key (email)=(…)"), and so
 * does the driver. A message is passed on where it cannot hold any: where it speaks of objects, rights and connections,
 * and by no other names than the statement does. For all others SQLSTATE, condition and the names of the objects must
 * do.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
public final class SqlProblem {

    /** The remedy for disk_full, 53100. */
    public static final String DISK_FULL = "The server's disk is full: make room there, then run it again.";

    private static final String OURS = "dev.dbsync.core.";

    /**
     * The server's functions that fail when something else has: a checkpoint that could not write, and the cleaning up
     * after CREATE DATABASE, which hides its reason.
     */
    private static final Set<String> AFTERMATH = Set.of("RequestCheckpoint", "InvalidateBuffer");

    private SqlProblem() {}

    /**
     * @param what what was being done, as a sentence without its full stop: "Cannot read the history"
     * @param where environment, table or script
     * @param remedy empty where only the reason can tell
     */
    public static SyncException of(SQLException e, String what, String where, String remedy) {
        return of(e, "", what, where, remedy);
    }

    /** @param statement that failed, as Sync or a script wrote it: no text that is made of rows */
    public static SyncException of(SQLException e, String statement, String what, String where, String remedy) {
        // Whatever the caller takes for likely, this one is known.
        boolean known = remedy.isEmpty() || RecoveryConflict.is(e);
        String reason = reason(e, String.join("\n", statement, what, where));
        return new SyncException(new Problem(what + ": " + reason, where, known ? remedy(e) : remedy), e);
    }

    /** What the SQLSTATE alone can advise; empty for most. */
    private static String remedy(SQLException e) {
        if (RecoveryConflict.is(e)) {
            return RecoveryConflict.REMEDY;
        }
        String state = state(e);
        if (state.equals("42501")) {
            return "Grant the right to the user that Sync connects as, or connect as another one";
        }
        if (state.equals("53100")) {
            return DISK_FULL;
        }
        if (isInTheLog(e)) {
            return "The server's log says what went wrong before that. If its disk is full, make room there, then run it"
                    + " again.";
        }
        return state.startsWith("08") || state.startsWith("57P0")
                ? "The connection was lost: see that the server runs and can be reached, and run the same command again"
                : "";
    }

    /** Why the server or the driver said no, in one line that holds no value of a row. */
    public static String reason(SQLException e) {
        return reason(e, "");
    }

    /** The same while a session begins: nothing was read yet, and what is named is what was asked for. */
    static String reasonAtLogin(SQLException e) {
        ServerErrorMessage server = said(e);
        return server == null
                ? firstLine(e.getMessage()) + " (SQLSTATE " + state(e) + ")"
                : reason(e, server.getMessage() == null ? "" : server.getMessage());
    }

    /** @param known the statement, or other text that names what it is about, as somebody wrote it */
    static String reason(SQLException e, String known) {
        String state = state(e);
        ServerErrorMessage server = said(e);
        if (server == null) {
            return (isWithoutValues(e, state) ? firstLine(e.getMessage()) : "the driver refused") + " (SQLSTATE "
                    + state + ")";
        }
        if (RecoveryConflict.is(e) && !ServerText.isRaised(server)) {
            return firstLine(server.getMessage()) + " (SQLSTATE " + state + "): " + RecoveryConflict.meaning(server);
        }
        if (isInTheLog(e)) {
            return firstLine(server.getMessage()) + " (SQLSTATE " + state + ")";
        }
        if (ServerText.isWithoutValues(server, state, known)) {
            return firstLine(server.getMessage()) + " (SQLSTATE " + state + ")";
        }
        String objects = ServerText.isRaised(server) ? "" : objects(server);
        return meaning(state) + objects + " (SQLSTATE " + state + ")";
    }

    /** The driver's own words quote what it cannot convert; those of somebody's Java may be anything. */
    private static boolean isWithoutValues(SQLException e, String state) {
        StackTraceElement[] thrown = e.getStackTrace();
        boolean isOurs = thrown.length > 0 && thrown[0].getClassName().startsWith(OURS);
        return isOurs || e instanceof PSQLException && ServerText.isOfClassWithoutValues(state);
    }

    /** What comes of a full disk, among others: what went wrong first is in the server's log alone. */
    private static boolean isInTheLog(SQLException e) {
        ServerErrorMessage server = said(e);
        return server != null && server.getRoutine() != null && AFTERMATH.contains(server.getRoutine());
    }

    /** What the server said; null where it is the driver that failed. */
    static ServerErrorMessage said(SQLException e) {
        // The exception of a batch quotes the statement with its values, and what the server said is behind it.
        Throwable said = e instanceof BatchUpdateException ? e.getCause() : e;
        return said instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    }

    /** The SQLSTATE, or {@code XX000} where the driver gives none. */
    public static String state(SQLException e) {
        return e.getSQLState() == null ? "XX000" : e.getSQLState();
    }

    /** Whether it was not to be waited any longer for somebody else's lock ({@code lock_timeout}). */
    public static boolean isLockTimeout(SQLException e) {
        return state(e).equals("55P03");
    }

    private static String meaning(String state) {
        return switch (state) {
            case "23502" -> "a NULL in a column that is NOT NULL";
            case "23503" -> "a row would reference a row that is not there";
            case "23505" -> "two rows would have the same unique key";
            case "23514" -> "a row does not satisfy a check";
            case "23P01" -> "two rows would conflict under an exclusion constraint";
            case "22001" -> "a value is too long for its column";
            case "22003" -> "a number is out of its column's range";
            case "22P02" -> "a value does not fit its column's type";
            case "53100" -> "no space is left on the server's disk";
            case "P0001" -> "a function or DO block raised an exception (its text may hold data and is not shown)";
            default -> "the server refused" + ConditionName.shown(state);
        };
    }

    private static String objects(ServerErrorMessage server) {
        List<String> names = new ArrayList<>();
        if (server.getTable() != null) {
            names.add("table " + server.getSchema() + "." + server.getTable());
        }
        if (server.getColumn() != null) {
            names.add("column " + server.getColumn());
        }
        if (server.getConstraint() != null) {
            names.add("constraint " + server.getConstraint());
        }
        if (server.getDatatype() != null) {
            names.add("type " + server.getDatatype());
        }
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }

    private static String firstLine(String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
