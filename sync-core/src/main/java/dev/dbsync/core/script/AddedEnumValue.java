package dev.dbsync.core.script;

/**
 * {@code ALTER TYPE … ADD VALUE} in a script: PostgreSQL refuses (55P04) to use the value before the transaction that
 * added it has committed, unless, from PostgreSQL 17 on, that transaction also created the type (<a
 * href="https://www.postgresql.org/docs/current/sql-altertype.html">ALTER TYPE</a>).
 *
 * @param script its name
 * @param line of the statement, from 1
 * @param from offset of the statement in the script's text
 */
public record AddedEnumValue(String script, int line, int from, SqlName type, String label) {}
