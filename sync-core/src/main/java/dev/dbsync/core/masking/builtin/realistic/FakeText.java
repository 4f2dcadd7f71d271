package dev.dbsync.core.masking.builtin.realistic;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.builtin.keyed.Differing;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A text of several parts, each picked from a list by the value's hash: {@code Hauptstr. 12, 50667 Neustadt}. */
public final class FakeText {

    private final MaskingContext context;
    private final FakeLists lists;
    private final String locale;
    private final List<byte[]> before = new ArrayList<>();
    private final List<byte[][]> parts = new ArrayList<>();
    private int length;
    private double outputs = 1;

    private FakeText(MaskingContext context, FakeLists lists) {
        this.context = context;
        this.lists = lists;
        this.locale = context.options().text("locale", "en");
    }

    /**
     * The text by expressions of datafaker's, of which the first ones leave room for the others where the column's
     * length is limited.
     *
     * @param separators one before each expression
     * @throws IllegalArgumentException for an unknown locale, or a column that has no room
     */
    public static FakeText of(
            MaskingContext context, FakeLists lists, List<String> separators, List<String> expressions) {
        FakeText text = new FakeText(context, lists);
        for (int i = 0; i < expressions.size(); i++) {
            text.add(separators.get(i), expressions.get(i), expressions.size() - i);
        }
        return text;
    }

    public OutputPromise promise() {
        return OutputPromise.hashed(outputs, length, Normalization.NONE);
    }

    public ColumnMask mask() {
        KeyedHash hash = context.hash();
        return value -> Differing.output(hash, value, digest -> text(new Draw(hash, digest)));
    }

    private byte[] text(Draw draw) {
        byte[][] picked = new byte[parts.size()][];
        int bytes = 0;
        for (int i = 0; i < picked.length; i++) {
            byte[][] list = parts.get(i);
            picked[i] = list[(int) draw.below(list.length)];
            bytes += before.get(i).length + picked[i].length;
        }
        byte[] text = new byte[bytes];
        int at = 0;
        for (int i = 0; i < picked.length; i++) {
            System.arraycopy(before.get(i), 0, text, at, before.get(i).length);
            at += before.get(i).length;
            System.arraycopy(picked[i], 0, text, at, picked[i].length);
            at += picked[i].length;
        }
        return text;
    }

    private void add(String separator, String expression, int remaining) {
        int room = context.maxLength().orElse(Integer.MAX_VALUE) - length - separator.length();
        List<String> list = lists.list(locale, expression, room / remaining);
        before.add(separator.getBytes(StandardCharsets.UTF_8));
        parts.add(
                list.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new));
        int longest = list.stream()
                .mapToInt(text -> text.codePointCount(0, text.length()))
                .max()
                .orElseThrow();
        length += separator.length() + longest;
        outputs *= list.size();
    }
}
