package dev.dbsync.core.pull;

import dev.dbsync.core.masking.ColumnDecision;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.Shape;
import dev.dbsync.core.proof.ProvenTable.Observer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Takes the first different values of a masked column, and what its mask makes of them. Not thread-safe. */
final class PreviewedColumn implements Observer {

    private static final int EXAMPLES = 20;

    private final ColumnDecision decision;
    private final OutputPromise promise;
    private final Optional<RawValues> raw;
    private final Map<String, MaskedValues.Example> examples = new LinkedHashMap<>();
    private long values;
    private long unchanged;

    PreviewedColumn(ColumnDecision decision, OutputPromise promise, Optional<RawValues> raw) {
        this.decision = decision;
        this.promise = promise;
        this.raw = raw;
    }

    @Override
    public void value(byte[] value, UnaryOperator<byte[]> mask) {
        values++;
        byte[] masked = mask.apply(value);
        boolean same = Arrays.equals(masked, value);
        unchanged += same ? 1 : 0;
        String text = new String(value, StandardCharsets.UTF_8);
        if (examples.size() == EXAMPLES || examples.containsKey(text)) {
            return;
        }
        Optional<String> output = Optional.ofNullable(masked).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        examples.put(
                text,
                new MaskedValues.Example(
                        Optional.of(Shape.of(text)),
                        text.codePointCount(0, text.length()),
                        output.filter(shown -> !same).map(shown -> promise.mayHoldInput() ? Shape.of(shown) : shown),
                        same));
        raw.ifPresent(listener -> listener.value(decision.table(), decision.column(), text, output));
    }

    MaskedValues result() {
        return new MaskedValues(
                decision,
                Optional.of(new MaskedValues.Coverage(values, values, unchanged)),
                List.copyOf(examples.values()));
    }
}
