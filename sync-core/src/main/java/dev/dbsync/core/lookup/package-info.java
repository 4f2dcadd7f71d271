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
 * <p>Both connections must be in a transaction (no autocommit), or PostgreSQL's driver would read whole tables into
 * memory. Methods leave the sessions' settings as they found them. They throw {@link java.sql.SQLException} unchanged
 * where waiting or a new connection may help (lock timeouts, deadlocks, cut connections), so that a caller can retry.
 */
package dev.dbsync.core.lookup;
