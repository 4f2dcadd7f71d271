package dev.dbsync.core.script;

/**
 * One statement of a script.
 *
 * @param line of its first token, from 1
 * @param from offset of its first character in the script's text
 * @param to offset behind its last character; the semicolon, and the rows of a COPY, are not part of it
 * @param kind by its first words
 * @param parsed whether the grammar knows it; if not, only its kind and its {@link TransactionNeed} are known, and
 *     whoever asks for more must take the worst for granted
 */
public record ScriptStatement(int line, int from, int to, StatementKind kind, boolean parsed) {}
