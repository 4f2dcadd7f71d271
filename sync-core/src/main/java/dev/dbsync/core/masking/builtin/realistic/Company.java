package dev.dbsync.core.masking.builtin.realistic;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.OutputPromise;
import java.util.List;
import java.util.Set;

/** The name of a company that was made up. */
public final class Company implements MaskingStrategy {

    private final FakeLists lists = new FakeLists();

    @Override
    public String name() {
        return "company";
    }

    @Override
    public Set<String> options() {
        return Set.of("locale");
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
        return FakeText.of(context, lists, List.of(""), List.of("#{Company.name}"));
    }
}
