package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Some blocks all over a table: one out of each stretch of it, chosen by chance.
 *
 * @see <a href="https://www.postgresql.org/docs/current/storage-page-layout.html">Page layout</a>
 */
public final class SampledBlocks {

    private SampledBlocks() {}

    /**
     * @param table which holds rows itself
     * @param wanted how many blocks, from 1
     * @param rowsOfABlock at most, from 1: the first ones; there are never more than a few hundred
     * @return SQL for the rows in these blocks; empty where the table has no more blocks than are wanted
     */
    public static Optional<String> of(
            Connection connection, TableName table, long wanted, int rowsOfABlock, Random random) throws SQLException {
        long blocks = BlockRanges.blocks(connection, table);
        if (blocks <= wanted) {
            return Optional.empty();
        }
        String chosen = LongStream.range(0, wanted)
                .map(i -> {
                    long from = blocks * i / wanted;
                    long until = blocks * (i + 1) / wanted;
                    return from + (long) (random.nextDouble() * (until - from));
                })
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        // All places at which a row may begin: 24 bytes are the block's head, 28 the least that a row takes.
        return Optional.of("""
                ctid = ANY (ARRAY(SELECT format('(%%s,%%s)', block, line)::tid
                                  FROM unnest('{%s}'::bigint[]) AS block,
                                       generate_series(1, least(%d, (current_setting('block_size')::int - 24) / 28)) AS line))\
                """.formatted(chosen, rowsOfABlock));
    }
}
