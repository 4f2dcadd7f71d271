package dev.dbsync.core.masking.builtin.nested;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The leaves of a JSON document by rules of their own: {@code paths} says which, {@code rest} what becomes of those
 * that none names: {@code redact} (the default), {@code redact-strings} or {@code keep}. A path names all that is below
 * it, too; where several name a leaf, the most specific one does. Names of members stay, but those that a detector
 * knows, unless {@code rest} is {@code keep}.
 */
public final class Json implements MaskingStrategy {

    /** Of what is no JSON, or has no room any more; JSON itself. */
    private static final String REDACTED = "\"[REDACTED]\"";

    private static final Map<String, JsonRest> RESTS =
            Map.of("redact", JsonRest.REDACT, "redact-strings", JsonRest.REDACT_STRINGS, "keep", JsonRest.KEEP);

    @Override
    public String name() {
        return "json";
    }

    @Override
    public Set<String> options() {
        return Set.of("paths", "rest");
    }

    @Override
    public boolean fits(TypeCategory type) {
        return type == TypeCategory.JSON || type == TypeCategory.TEXT;
    }

    /** An empty document stays, and much is redacted to the same. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        JsonRewriter rewriter = rewriter(context);
        if (rewriter.rest() == JsonRest.KEEP && rewriter.leaves().stream().allMatch(JsonLeaf::keeps)) {
            throw new IllegalArgumentException("'rest' is keep, and no path is masked (there is 'keep')");
        }
        int longest = context.maxLength().orElse(OutputPromise.ANY_LENGTH);
        return new OutputPromise(
                1, OptionalInt.of(Math.max(longest, REDACTED.length())), true, false, false, Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        JsonRewriter rewriter = rewriter(context);
        int longest = context.maxLength().orElse(Integer.MAX_VALUE);
        return value -> {
            String masked = rewriter.masked(new String(value, StandardCharsets.UTF_8));
            boolean fits = masked != null && masked.codePointCount(0, masked.length()) <= longest;
            return (fits ? masked : REDACTED).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static JsonRewriter rewriter(MaskingContext context) {
        JsonRest rest = RESTS.get(context.options().word("rest", "redact", RESTS.keySet()));
        Map<JsonPath, Object> rules = new HashMap<>();
        context.options().map("paths").forEach((path, rule) -> rules.put(JsonPath.of(path), rule));
        List<JsonPath> paths =
                rules.keySet().stream().sorted(JsonPath.MOST_SPECIFIC_FIRST).toList();
        List<JsonLeaf> leaves = paths.stream()
                .map(path -> JsonLeaf.of(path.text(), rules.get(path), context))
                .toList();
        return new JsonRewriter(paths, leaves, rest, context.hash());
    }
}
