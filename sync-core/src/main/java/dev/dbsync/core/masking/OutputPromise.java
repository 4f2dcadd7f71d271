package dev.dbsync.core.masking;

import java.util.OptionalInt;

/**
 * What a strategy promises about its outputs in one column. The plan reasons with it: a promise that is too good ends
 * in a failed load, never in an unmasked value.
 *
 * @param outputs how many there may be, all about equally likely; {@link Double#POSITIVE_INFINITY} where different
 *     inputs never share one
 * @param maxLength of an output in characters; empty where no output is longer than its input, {@link #ANY_LENGTH}
 *     where there is no limit
 * @param mayEqualInput whether an output may be equal to its input
 * @param mayBeNull whether an output may be NULL
 * @param keepsInput whether every output is its input: the column is copied as it is
 * @param normalization what is to be done to values before the mask gets them, unless the rule says otherwise
 * @param isOne whether there is but one output, whatever the input; {@code outputs} of 1 alone says that there may be
 *     no more
 * @param leavesParts whether an output that is never its input may hold a part of it all the same, such as a domain
 */
public record OutputPromise(
        double outputs,
        OptionalInt maxLength,
        boolean mayEqualInput,
        boolean mayBeNull,
        boolean keepsInput,
        Normalization normalization,
        boolean isOne,
        boolean leavesParts) {

    /** Of a strategy that may give more than one output. */
    public OutputPromise(
            double outputs,
            OptionalInt maxLength,
            boolean mayEqualInput,
            boolean mayBeNull,
            boolean keepsInput,
            Normalization normalization) {
        this(outputs, maxLength, mayEqualInput, mayBeNull, keepsInput, normalization, false, false);
    }

    /** As {@link #maxLength}: an output may be longer than its input, and nobody knows how long. */
    public static final int ANY_LENGTH = Integer.MAX_VALUE;

    /** One of so many texts, chosen by the keyed hash. */
    public static OutputPromise hashed(double outputs, int maxLength, Normalization normalization) {
        return new OutputPromise(outputs, OptionalInt.of(maxLength), false, false, false, normalization);
    }

    /** The same text for every value; it may equal an input by chance only. */
    public static OutputPromise fixed(int length) {
        return new OutputPromise(1, OptionalInt.of(length), true, false, false, Normalization.NONE, true, false);
    }

    /** NULL for every value. */
    public static OutputPromise nothing() {
        return new OutputPromise(1, OptionalInt.of(0), false, true, false, Normalization.NONE, true, false);
    }

    /** Whether an output may hold a part of its input, so that no output can be shown to anybody. */
    public boolean mayHoldInput() {
        return leavesParts || (mayEqualInput && !isOne);
    }

    /** The same of a strategy that leaves a part of its input where it is. */
    public OutputPromise leavingParts() {
        return new OutputPromise(outputs, maxLength, mayEqualInput, mayBeNull, keepsInput, normalization, isOne, true);
    }

    /** Whether every output is NULL, so that the mask reads no value. */
    public boolean givesNothing() {
        return equals(nothing());
    }

    /** The same of values that are normalized so. */
    OutputPromise of(Normalization before) {
        return new OutputPromise(outputs, maxLength, mayEqualInput, mayBeNull, keepsInput, before, isOne, leavesParts);
    }

    /** The value itself. */
    public static OutputPromise kept() {
        return new OutputPromise(Double.POSITIVE_INFINITY, OptionalInt.empty(), true, false, true, Normalization.NONE);
    }
}
