package dev.dbsync.core.masking;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.Thrown;

/**
 * A mask whose failures say which strategy failed in which column, and not what it said itself: what a program throws
 * over a value often quotes it, be it an exception or an error ({@code assert}).
 *
 * @param strategy its name in rules
 */
record DiscreetMask(String strategy, ColumnId column, ColumnMask mask) implements ColumnMask {

    @Override
    public byte[] mask(byte[] value) {
        try {
            return mask.mask(value);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    @Override
    public byte[] mask(byte[] value, byte[] by) {
        try {
            return mask.mask(value, by);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** Without a cause, whose message build tools would print. What the machine itself says is passed on. */
    private FailedMaskException failure(Throwable e) {
        if (e instanceof VirtualMachineError error) {
            throw error;
        }
        return new FailedMaskException(new Problem(
                "The strategy '" + strategy + "' failed over a value: " + Thrown.shown(e),
                "column " + column.shown(),
                "Mend the strategy, and try it with such values by StrategyCheck, or choose another one."
                        + " What it said is not shown, since that may be the value"));
    }
}
