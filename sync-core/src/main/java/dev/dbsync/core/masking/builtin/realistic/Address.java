package dev.dbsync.core.masking.builtin.realistic;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.OutputPromise;
import java.util.List;
import java.util.Set;

/**
 * A made-up address, or a part of one: {@code part} is {@code full} (the default), {@code street}, {@code city},
 * {@code postcode} or {@code country}. The parts of one row do not belong together, nor need they be anywhere.
 */
public final class Address implements MaskingStrategy {

    private final FakeLists lists = new FakeLists();

    @Override
    public String name() {
        return "address";
    }

    @Override
    public Set<String> options() {
        return Set.of("part", "locale");
    }

    @Override
    public OutputPromise promise(MaskingContext context) {
        return text(context).promise();
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        return text(context).mask();
    }

    private FakeText text(MaskingContext context) {
        String part = context.options().word("part", "full", Set.of("full", "street", "city", "postcode", "country"));
        return part.equals("full")
                ? FakeText.of(
                        context,
                        lists,
                        List.of("", ", ", " "),
                        List.of(expression("street"), expression("postcode"), expression("city")))
                : FakeText.of(context, lists, List.of(""), List.of(expression(part)));
    }

    private static String expression(String part) {
        return "#{Address." + (part.equals("street") ? "street_address" : part) + "}";
    }
}
