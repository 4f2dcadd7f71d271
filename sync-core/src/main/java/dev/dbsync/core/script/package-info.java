/**
 * Migration scripts, read before they are run: what they ask of the transaction around them, what they destroy, and
 * which tables they touch.
 *
 * <p>Everything starts at {@link dev.dbsync.core.script.Script#parse}. A script is first split by its tokens, as psql
 * would split it, then each statement is read by PostgreSQL's grammar as pgCodeKeeper has it. What the first words of a
 * statement decide is decided by them, so that a statement which the grammar does not know still says whether it can
 * run in a transaction; all else rests on the grammar's tree.
 *
 * <p>Nothing here sees a database. Where only the catalog can tell (the old type of a column, the size of a table, what
 * a trigger writes), the answers carry the names to look up.
 */
package dev.dbsync.core.script;
