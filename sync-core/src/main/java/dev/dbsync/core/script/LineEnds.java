package dev.dbsync.core.script;

/**
 * Takes the line ends out of what tells two scripts apart, where they mean nothing: a checkout on Windows has CR LF
 * where another has LF.
 *
 * <p>Within a string, a function's body, a quoted name and the rows of a COPY they are written to the database as they
 * stand, so there they stay.
 */
public final class LineEnds {

    private LineEnds() {}

    /** The text with LF for each CR LF between its tokens: the same text for scripts that do the same. */
    public static String normalized(String sql) {
        if (sql.indexOf('\r') < 0) {
            return sql;
        }
        StringBuilder text = new StringBuilder(sql.length());
        for (Piece piece : Splitter.split(sql)) {
            int at = piece.from();
            for (Token token : piece.tokens()) {
                text.append(between(sql, at, token.from())).append(sql, token.from(), token.to());
                at = token.to();
            }
            text.append(between(sql, at, piece.statementEnd())).append(sql, piece.statementEnd(), piece.to());
        }
        return text.toString();
    }

    private static String between(String sql, int from, int to) {
        return sql.substring(from, to).replace("\r\n", "\n");
    }
}
