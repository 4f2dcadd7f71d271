package dev.dbsync.core.proof;

import dev.dbsync.core.database.BlockRanges;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Some blocks all over a relation, the same ones for the same seed.
 *
 * @param condition SQL for the rows in these blocks; empty where they are all that there are
 */
record SampledBlocks(Optional<String> condition) {

    private static final int BLOCKS = 16;

    /** Of each block, so that no more than these are read whatever their size. */
    private static final int ROWS_OF_A_BLOCK = 25;

    /** Of a sample; a relation with more rows than this is not read wholly. */
    static final int ROWS = BLOCKS * ROWS_OF_A_BLOCK;

    static SampledBlocks of(Connection connection, TableName relation, long seed) throws SQLException {
        long blocks = BlockRanges.blocks(connection, relation);
        if (blocks <= BLOCKS) {
            return new SampledBlocks(Optional.empty());
        }
        Random random = new Random(seed ^ relation.hashCode());
        String chosen = LongStream.range(0, BLOCKS)
                .map(i -> blocks * i / BLOCKS
                        + (long) (random.nextDouble() * (blocks * (i + 1) / BLOCKS - blocks * i / BLOCKS)))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        return new SampledBlocks(Optional.of("""
                ctid = ANY (ARRAY(SELECT format('(%%s,%%s)', block, line)::tid
                                  FROM unnest('{%s}'::bigint[]) AS block, generate_series(1, %d) AS line))\
                """.formatted(chosen, ROWS_OF_A_BLOCK)));
    }
}
