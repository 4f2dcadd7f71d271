package dev.dbsync.core.database;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns the driver's exceptions into problems that hold no value of a row.
 *
 * <p>PostgreSQL puts values into some messages ("invalid input syntax for type integer: …", "Key (email)=(…)"). Only
 * the messages of error classes that speak of objects, rights and connections are passed on; for all others the
 * SQLSTATE and the names of the objects must do.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
public final class SqlProblem {

    /** The remedy for disk_full, 53100. */
    public static final String DISK_FULL = "The server's disk is full: make room there, then run it again.";

    private static final Set<String> CLASSES_WITHOUT_VALUES = Set.of(
            "08", "0A", "25", "26", "28", "2B", "34", "3B", "3D", "3F", "40", "42", "53", "54", "55", "57", "58");

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
        // Whatever the caller takes for likely, this one is known.
        boolean known = remedy.isEmpty() || RecoveryConflict.is(e);
        return new SyncException(new Problem(what + ": " + reason(e), where, known ? remedy(e) : remedy), e);
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
        String state = state(e);
        ServerErrorMessage server = said(e);
        if (server == null) {
            // The driver's own words: about connections and protocol, never about rows.
            return firstLine(e.getMessage()) + " (SQLSTATE " + state + ")";
        }
        if (RecoveryConflict.is(e)) {
            return firstLine(server.getMessage()) + " (SQLSTATE " + state + "): " + RecoveryConflict.meaning(server);
        }
        if (isInTheLog(e)) {
            return firstLine(server.getMessage()) + " (SQLSTATE " + state + ")";
        }
        boolean withoutValues = CLASSES_WITHOUT_VALUES.contains(state.substring(0, Math.min(2, state.length())));
        if (withoutValues && !isRaised(server) && !isAboutARow(server)) {
            return firstLine(server.getMessage()) + " (SQLSTATE " + state + ")";
        }
        return meaning(state) + objects(server) + " (SQLSTATE " + state + ")";
    }

    /** What comes of a full disk, among others: what went wrong first is in the server's log alone. */
    private static boolean isInTheLog(SQLException e) {
        ServerErrorMessage server = said(e);
        return server != null && server.getRoutine() != null && AFTERMATH.contains(server.getRoutine());
    }

    /** What the server said; null where it is the driver that failed. */
    static ServerErrorMessage said(SQLException e) {
        return e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    }

    /** The SQLSTATE, or {@code XX000} where the driver gives none. */
    public static String state(SQLException e) {
        return e.getSQLState() == null ? "XX000" : e.getSQLState();
    }

    /** Whether it was not to be waited any longer for somebody else's lock ({@code lock_timeout}). */
    public static boolean isLockTimeout(SQLException e) {
        return state(e).equals("55P03");
    }

    /** RAISE may give any text any SQLSTATE: "no account for jane@example.org" as insufficient_privilege. */
    private static boolean isRaised(ServerErrorMessage server) {
        return "exec_stmt_raise".equals(server.getRoutine());
    }

    /** Functions that COPY calls for a row, such as those of checks, may build SQL out of its values. */
    private static boolean isAboutARow(ServerErrorMessage server) {
        return server.getWhere() != null && server.getWhere().lines().anyMatch(line -> line.startsWith("COPY "));
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
            default -> "the server refused";
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
