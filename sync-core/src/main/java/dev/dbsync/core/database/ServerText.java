package dev.dbsync.core.database;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.ServerErrorMessage;

/**
 * Tells which of the server's messages can hold no value of a row.
 *
 * <p>The class of an error does not tell: a name may come out of a row, by {@code EXECUTE format('… %I', email)}, by
 * {@code email::regclass} or {@code has_table_privilege(email, …)}. What the server points at in the text of a
 * statement stands in that text; of other messages each name in quotes has to.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">Error and notice fields</a>
 */
final class ServerText {

    /** Classes that speak of objects, rights, connections and resources; others quote values as a matter of course. */
    private static final Set<String> CLASSES_WITHOUT_VALUES = Set.of(
            "08", "0A", "25", "26", "28", "2B", "34", "3B", "3D", "3F", "40", "42", "53", "54", "55", "57", "58");

    /** English has the first; translations of PostgreSQL have the others. */
    private static final String QUOTES = "[\"„“”«»‹›「」『』]";

    /** A name in quotes, where what stands around it is no part of it. French puts a space inside of its quotes. */
    private static final Pattern QUOTED = Pattern.compile("(?<![\\p{L}\\p{N}_])" + QUOTES
            + "\\h?+([^\\s\"„“”«»‹›「」『』{}\\[\\]]++)\\h?" + QUOTES + "(?![\\p{L}\\p{N}_@])");

    private static final Pattern QUOTE = Pattern.compile(QUOTES);

    /** What a statement that makes a function says of it; not one that calls it. */
    private static final String MADE = "compilation of PL/pgSQL function ";

    /** The input of regoper and regoperator names operators without quotes. */
    private static final String NAMES_WITHOUT_QUOTES = "reg";

    private ServerText() {}

    /** Whether errors of this SQLSTATE are about objects and not about values. */
    static boolean isOfClassWithoutValues(String state) {
        return CLASSES_WITHOUT_VALUES.contains(state.substring(0, Math.min(2, state.length())));
    }

    /** RAISE, or PL/Python, may give any text, any SQLSTATE and any names of objects: {@code TABLE = email}. */
    static boolean isRaised(ServerErrorMessage server) {
        String routine = server.getRoutine();
        return routine != null && (routine.equals("exec_stmt_raise") || routine.startsWith("PLy"));
    }

    /**
     * Whether the message can be passed on.
     *
     * @param known the statement, or other text that names its objects, as Sync or somebody has written it
     */
    static boolean isWithoutValues(ServerErrorMessage server, String state, String known) {
        if (!isOfClassWithoutValues(state) || isRaised(server)) {
            return false;
        }
        if (pointsIntoWrittenText(server, known)) {
            return true;
        }
        boolean ofTheStatementItself = server.getInternalQuery() == null
                && (server.getWhere() == null || server.getWhere().lines().allMatch(line -> line.startsWith(MADE)));
        return ofTheStatementItself && !isOfInput(server) && quotesOnly(known, server.getMessage());
    }

    /** Where the server points at a place in a text, the message is about what stands there. */
    private static boolean pointsIntoWrittenText(ServerErrorMessage server, String known) {
        return server.getInternalQuery() == null
                ? server.getPosition() > 0 && server.getWhere() == null
                : server.getInternalPosition() > 0 && known.contains(server.getInternalQuery());
    }

    private static boolean isOfInput(ServerErrorMessage server) {
        return server.getRoutine() != null && server.getRoutine().startsWith(NAMES_WITHOUT_QUOTES);
    }

    private static boolean quotesOnly(String known, String message) {
        if (message == null) {
            return true;
        }
        String text = known.toLowerCase(Locale.ROOT);
        Matcher quoted = QUOTED.matcher(message);
        StringBuilder rest = new StringBuilder();
        while (quoted.find()) {
            for (String name : quoted.group(1).toLowerCase(Locale.ROOT).split("\\.")) {
                if (!Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])")
                        .matcher(text)
                        .find()) {
                    return false;
                }
            }
            quoted.appendReplacement(rest, "");
        }
        return !QUOTE.matcher(quoted.appendTail(rest)).find();
    }
}
