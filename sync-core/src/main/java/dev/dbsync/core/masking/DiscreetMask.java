package dev.dbsync.core.masking;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.problem.Thrown;

/**
 * A mask whose failures say which strategy failed in which column, and not what it said itself: what a program throws
 * over a value often quotes it.
 *
 * @param strategy its name in rules
 */
record DiscreetMask(String strategy, ColumnId column, ColumnMask mask) implements ColumnMask {

    @Override
    public byte[] mask(byte[] value) {
        try {
            return mask.mask(value);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    @Override
    public byte[] mask(byte[] value, byte[] by) {
        try {
            return mask.mask(value, by);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Without a cause, whose message build tools would print. */
    private SyncException failure(RuntimeException e) {
        return new SyncException(new Problem(
                "The strategy '" + strategy + "' failed over a value: " + Thrown.shown(e),
                "column " + column.shown(),
                "Mend the strategy, and try it with such values by StrategyCheck, or choose another one."
                        + " What it said is not shown, since that may be the value"));
    }
}
