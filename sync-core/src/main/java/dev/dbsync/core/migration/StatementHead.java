package dev.dbsync.core.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The first words of an SQL statement, which say what kind it is: upper case, without comments, quoted names and
 * punctuation kept as one placeholder each.
 */
record StatementHead(List<String> words) {

    /** The last word that decides is the CONCURRENTLY of a DETACH PARTITION with a qualified name. */
    private static final int ENOUGH = 24;

    private static final Set<String> ENDS_TRANSACTION = Set.of("COMMIT", "END", "ABORT", "BEGIN");

    static StatementHead of(String sql) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < sql.length() && words.size() < ENOUGH) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                at = afterComment(sql, at);
            } else if (c == '"' || c == '\'') {
                int end = sql.indexOf(c, at + 1);
                at = end < 0 ? sql.length() : end + 1;
                words.add("?");
            } else if (Character.isJavaIdentifierStart(c)) {
                int end = at + 1;
                while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
                    end++;
                }
                words.add(sql.substring(at, end).toUpperCase(Locale.ROOT));
                at = end;
            } else {
                words.add(String.valueOf(c));
                at++;
            }
        }
        return new StatementHead(words);
    }

    private static int afterComment(String sql, int start) {
        int depth = 0;
        int at = start;
        while (at < sql.length()) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return at;
                }
            } else {
                at++;
            }
        }
        return at;
    }

    /** Whether the statement begins or ends a transaction; savepoints do not. */
    boolean controlsTransaction() {
        String first = word(0);
        return switch (first) {
            case "ROLLBACK" -> !words.contains("TO");
            case "START", "PREPARE" -> word(1).equals("TRANSACTION");
            default -> ENDS_TRANSACTION.contains(first);
        };
    }

    /** The statement's name where PostgreSQL refuses it inside a transaction; for what Flyway does not know of, too. */
    Optional<String> refusedInTransaction() {
        return switch (word(0)) {
            case "CREATE", "DROP" -> indexConcurrently().or(this::databaseObject);
            case "REINDEX" -> reindex();
            case "ALTER" -> alter();
            case "VACUUM" -> Optional.of("VACUUM");
            case "CLUSTER" ->
                words.stream().skip(1).allMatch(word -> word.equals("VERBOSE") || !isName(word))
                        ? Optional.of("CLUSTER without a table")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<String> indexConcurrently() {
        int index = word(1).equals("UNIQUE") ? 2 : 1;
        return word(index).equals("INDEX") && word(index + 1).equals("CONCURRENTLY")
                ? Optional.of(word(0) + " INDEX CONCURRENTLY")
                : Optional.empty();
    }

    private Optional<String> databaseObject() {
        return Set.of("DATABASE", "TABLESPACE", "SUBSCRIPTION").contains(word(1))
                ? Optional.of(word(0) + " " + word(1))
                : Optional.empty();
    }

    private Optional<String> reindex() {
        if (words.contains("CONCURRENTLY")) {
            return Optional.of("REINDEX CONCURRENTLY");
        }
        return words.stream()
                .filter(Set.of("SCHEMA", "DATABASE", "SYSTEM")::contains)
                .findFirst()
                .map(what -> "REINDEX " + what);
    }

    private Optional<String> alter() {
        if (word(1).equals("SYSTEM")) {
            return Optional.of("ALTER SYSTEM");
        }
        boolean detaches = word(1).equals("TABLE") && words.contains("DETACH") && words.contains("CONCURRENTLY");
        return detaches ? Optional.of("ALTER TABLE … DETACH PARTITION … CONCURRENTLY") : Optional.empty();
    }

    private static boolean isName(String word) {
        return word.equals("?") || Character.isJavaIdentifierStart(word.charAt(0));
    }

    private String word(int at) {
        return at < words.size() ? words.get(at) : "";
    }
}
