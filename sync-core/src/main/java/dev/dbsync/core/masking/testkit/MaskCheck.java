package dev.dbsync.core.masking.testkit;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.OutputPromise;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Holds the outputs of one mask against its promise. */
final class MaskCheck {

    private static final double PRACTICALLY_NEVER = 1e12;
    private static final int ROUNDS_IN_THREADS = 8;

    /** A megabyte is masked once, and not in each of many rounds. */
    private static final int SHORT = 10_000;

    private final OutputPromise promise;
    private final ColumnMask mask;
    private final Verdict verdict;

    MaskCheck(OutputPromise promise, ColumnMask mask, Verdict verdict) {
        this.promise = promise;
        this.mask = mask;
        this.verdict = verdict;
    }

    /** The outputs, after each was found to be as promised. */
    List<byte[]> each(List<byte[]> inputs) {
        List<byte[]> outputs = new ArrayList<>();
        for (byte[] input : inputs) {
            byte[] output = masked(input);
            check(input, output);
            if (output != null && !promise.keepsInput() && output.length <= SHORT) {
                // What was masked before may be masked again.
                check(output, masked(output));
            }
            outputs.add(output);
        }
        return outputs;
    }

    private void check(byte[] input, byte[] output) {
        if (output == null) {
            verdict.that(promise.mayBeNull(), "gives NULL for " + Verdict.shown(input) + ", and promises not to");
            return;
        }
        verdict.that(isText(output), "gives for " + Verdict.shown(input) + " what is no UTF-8, or holds a NUL");
        boolean equal = Arrays.equals(input, output);
        verdict.that(
                promise.mayEqualInput() || !equal,
                "leaves " + Verdict.shown(input) + " as it is, and promises not to (mayEqualInput)");
        verdict.that(
                equal || !promise.keepsInput(),
                "changes " + Verdict.shown(input) + ", and promises to keep it (keepsInput)");
        int most = promise.maxLength().orElse(Verdict.length(input));
        verdict.that(
                Verdict.length(output) <= most,
                "gives " + Verdict.length(output) + " characters for " + Verdict.shown(input) + ", and promises " + most
                        + " at most (maxLength)");
    }

    /** Masks it without letting the mask change it, or what it gives away. */
    private byte[] masked(byte[] input) {
        byte[] given = given(input);
        byte[] before = given.clone();
        byte[] output;
        try {
            output = mask.mask(given);
            verdict.that(
                    Arrays.equals(given, before), "changes the array that it is given, for " + Verdict.shown(input));
            verdict.same(mask.mask(given), output, input, "the second time");
            if (input.length > SHORT) {
                return output;
            }
            byte[] by = "7".getBytes(StandardCharsets.US_ASCII);
            verdict.same(mask.mask(given, by), mask.mask(given, by), input, "beside the same value of 'by'");
            verdict.same(mask.mask(given, null), output, input, "beside a NULL in 'by'");
        } catch (RuntimeException e) {
            throw verdict.thrown(e, input);
        }
        if (output == null || promise.keepsInput()) {
            return output;
        }
        verdict.that(output != given, "gives back the very array that it is given, for " + Verdict.shown(input));
        byte[] result = output.clone();
        Arrays.fill(output, (byte) 'x');
        verdict.same(mask.mask(given), result, input, "after somebody has written into what it gave");
        return result;
    }

    /** What a pull would give the mask: it normalizes as the promise says. */
    byte[] given(byte[] input) {
        return promise.normalization().apply(input.clone());
    }

    /** Whether there are about as many outputs as so many inputs let expect. */
    void spread(List<byte[]> inputs, List<byte[]> outputs) {
        Set<ByteBuffer> different = new HashSet<>();
        Set<Optional<ByteBuffer>> masked = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (different.add(ByteBuffer.wrap(promise.normalization().apply(inputs.get(i))))) {
                masked.add(Optional.ofNullable(outputs.get(i)).map(ByteBuffer::wrap));
            }
        }
        int values = different.size();
        double expected = promise.outputs() > PRACTICALLY_NEVER
                ? values
                : promise.outputs() * -Math.expm1(values * Math.log1p(-1 / Math.max(promise.outputs(), 1.000001)));
        double least = promise.outputs() > PRACTICALLY_NEVER ? values : Math.floor(0.8 * expected - 2);
        verdict.that(
                masked.size() >= least,
                "gives " + masked.size() + " different outputs for " + values + " different values, where "
                        + promise.outputs() + " possible ones let expect " + Math.round(expected) + " (outputs)");
    }

    void threads(List<byte[]> inputs, List<byte[]> outputs) {
        int[] shorter = IntStream.range(0, inputs.size())
                .filter(i -> inputs.get(i).length <= SHORT)
                .toArray();
        Optional<String> broken = IntStream.range(0, ROUNDS_IN_THREADS * shorter.length)
                .parallel()
                .mapToObj(i -> shorter[i % shorter.length])
                .map(at -> complaint(inputs.get(at), outputs.get(at)))
                .flatMap(Optional::stream)
                .findFirst();
        broken.ifPresent(complaint -> verdict.that(false, complaint));
    }

    /** Carried by hand, as an exception in another thread would arrive without its message. */
    private Optional<String> complaint(byte[] input, byte[] expected) {
        String made;
        try {
            byte[] output = mask.mask(given(input));
            if (Arrays.equals(output, expected)) {
                return Optional.empty();
            }
            made = "makes " + Verdict.shown(output);
        } catch (RuntimeException e) {
            made = "throws " + e;
        }
        return Optional.of(made + " of " + Verdict.shown(input) + " in one of many threads, and "
                + Verdict.shown(expected) + " alone");
    }

    /** Who masks with another key must not be able to compare. */
    void otherKey(List<byte[]> inputs, List<byte[]> outputs, ColumnMask other) {
        boolean changesAny = false;
        boolean differs = false;
        for (int i = 0; i < inputs.size(); i++) {
            byte[] input = inputs.get(i);
            changesAny |= !Arrays.equals(input, outputs.get(i));
            differs |= !Arrays.equals(outputs.get(i), other.mask(given(input)));
        }
        verdict.that(
                differs || !changesAny || promise.outputs() < 2,
                "gives the same outputs with another key: it does not use the context's hash");
    }

    private static boolean isText(byte[] output) {
        for (byte b : output) {
            if (b == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(output));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
