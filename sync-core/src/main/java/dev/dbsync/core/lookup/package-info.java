/**
 * Lookup tables: reference data that is promoted with the schema.
 *
 * <p>The order of use: {@link dev.dbsync.core.lookup.LookupTables#resolve} against the catalogs of both sides,
 * {@link dev.dbsync.core.lookup.LookupDiff#between} for the plan, then, inside the promotion's transaction and with
 * catalogs read again after the migrations, {@link dev.dbsync.core.lookup.LookupMerge#merge} and
 * {@link dev.dbsync.core.lookup.LookupVerification#verify}.
 *
 * <p><b>When two rows are equal.</b> Difference, merge and verification share one definition: two values are equal when
 * PostgreSQL writes them as the same text under fixed settings ({@code TextSettings}), or both are NULL. So {@code 1.0}
 * and {@code 1.00} in a {@code numeric} without a scale, or {@code a} and {@code A} in a {@code citext}, differ and are
 * brought in line; {@code json}, which has no equality operator, is a type like any other. Only where the two sides
 * declare a numeric column with different scales, trailing zeros do not count, since no merge could make them equal.
 *
 * <p>Rows are matched by the text of their key, in which trailing zeros of a {@code numeric} and the case of a
 * {@code citext} do not count, and in which NULL equals NULL. Two rows with the same key on one side are refused.
 *
 * <p><b>Which rows count.</b> With {@code where}, the rows of each side of which the condition is true: a merge leaves
 * those equal, and all others of the target as they are. A row to be inserted whose key such another row uses is
 * refused. With {@code insertOnly}, all rows of the target stay as they are, and no source row whose key is in use
 * there is inserted. What stays is not changed through foreign keys either: no row goes that it references
 * ({@link dev.dbsync.core.lookup.LookupReferences}). Conditions run under the same fixed settings on both sides, in
 * plan and merge.
 *
 * <p>Whoever only asks which tables differ leaves out the equal ones first
 * ({@link dev.dbsync.core.lookup.EqualTables}); plans and verifications read every row.
 *
 * <p>Both connections must be in a transaction (no autocommit), or PostgreSQL's driver would read whole tables into
 * memory. Methods leave the sessions' settings as they found them. They throw {@link java.sql.SQLException} unchanged
 * where waiting or a new connection may help (lock timeouts, deadlocks, cut connections), so that a caller can retry.
 */
package dev.dbsync.core.lookup;
