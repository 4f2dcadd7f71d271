package dev.dbsync.core.script;

import java.util.Optional;

/**
 * Where a script uses, or may use, a value that was added to an enum: by then the transaction that added it must have
 * been committed.
 *
 * @param script the name of the script that uses it; the same as {@code added.script()} where one script does both,
 *     which no split between scripts can mend
 * @param line of the statement that uses it, from 1
 */
public record EnumValueUse(AddedEnumValue added, String script, int line) {

    /** What stands around one value among several, as in an array's text or a row of a COPY. */
    private static final String DELIMITERS = "\t,{}()\"";

    /**
     * The first use of an added value in a script that is run later, or, behind the statement that adds it, in the one
     * that adds it.
     *
     * <p>Errs on the side of use: any statement counts that holds the label as a string, or in one as a part of an
     * array or a row, also inside a function's body or a row of a COPY, or that names the type, or a column or anything
     * else of its name. Not counted are further values for the type, its owner and grants, and comments on it. Not seen
     * are labels that are put together, spelt by numeric escapes, or used by functions that were there before.
     */
    public static Optional<EnumValueUse> of(AddedEnumValue added, Script script) {
        int behind = script.addedEnumValues().contains(added) ? added.from() : -1;
        return script.statements().stream()
                .filter(statement -> statement.from() > behind && uses(script, statement, added))
                .findFirst()
                .map(statement -> new EnumValueUse(added, script.name(), statement.line()));
    }

    private static boolean uses(Script script, ScriptStatement statement, AddedEnumValue added) {
        String sql = script.text(statement);
        if (statement.kind() == StatementKind.ANNOTATION || isAboutTheType(sql)) {
            return false;
        }
        return holds(sql, added) || script.rows(statement).lines().anyMatch(row -> isAmong(row, added.label()));
    }

    private static boolean isAboutTheType(String sql) {
        Words words = new Words(sql, CodeBlock.tokens(sql));
        return words.take("ALTER", "TYPE")
                && words.takeName().isPresent()
                && (words.take("ADD", "VALUE") || words.take("OWNER"));
    }

    /** A string may be code, and code may hold strings. */
    private static boolean holds(String code, AddedEnumValue added) {
        for (Token token : CodeBlock.tokens(code)) {
            if (token.isName() && token.name(code).equals(added.type().name())) {
                return true;
            }
            if (token.isString()) {
                String value = token.value(code);
                if (isAmong(value, added.label()) || holds(value, added)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the label is the text, or one of the values in it. */
    private static boolean isAmong(String text, String label) {
        for (int at = text.indexOf(label); at >= 0; at = text.indexOf(label, at + 1)) {
            int end = at + label.length();
            if ((at == 0 || DELIMITERS.indexOf(text.charAt(at - 1)) >= 0)
                    && (end == text.length() || DELIMITERS.indexOf(text.charAt(end)) >= 0)) {
                return true;
            }
        }
        return false;
    }
}
