package dev.dbsync.core.masking.builtin.network;

import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.masking.MaskingContext;
import dev.dbsync.core.masking.MaskingStrategy;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import dev.dbsync.core.masking.builtin.keyed.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Another address of the same version, so that addresses of one network are of one network again, and different ones
 * stay different. The length of a network's prefix stays; of a {@code cidr} only the network is changed.
 *
 * <p>In a column of text, what is no address becomes a hash; under a unique index also what is written in another way
 * than PostgreSQL would, such as {@code FE80::1}.
 */
public final class Ip implements MaskingStrategy {

    private static final byte[] ANY = "0.0.0.0".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 43;

    @Override
    public String name() {
        return "ip";
    }

    @Override
    public Set<String> options() {
        return Set.of();
    }

    @Override
    public boolean fits(TypeCategory type) {
        return type == TypeCategory.NETWORK || type == TypeCategory.TEXT;
    }

    /** {@code 0.0.0.0/0} is the network of all addresses, and there is no other for a {@code cidr}. */
    @Override
    public OutputPromise promise(MaskingContext context) {
        boolean text = context.type() == TypeCategory.TEXT;
        return new OutputPromise(
                text ? Unreadable.in(context).outputs() : Double.POSITIVE_INFINITY,
                OptionalInt.of(Math.min(LONGEST, context.maxLength().orElse(LONGEST))),
                context.baseType().equals("cidr"),
                false,
                false,
                Normalization.NONE);
    }

    @Override
    public ColumnMask mask(MaskingContext context) {
        PrefixPermutation permutation = new PrefixPermutation(Draw.secret(context.hash(), "prefixes"));
        Unreadable unreadable = Unreadable.in(context);
        boolean text = context.type() == TypeCategory.TEXT;
        boolean networks = context.baseType().equals("cidr");
        return value -> {
            Optional<byte[]> masked = IpText.read(value)
                    .filter(ip -> !text || !context.unique() || Arrays.equals(ip.write(), value))
                    .map(ip -> ip.with(
                                    permutation.apply(ip.bytes(), networks ? ip.prefixBits() : 8 * ip.bytes().length))
                            .write())
                    .filter(ip -> ip.length <= context.maxLength().orElse(LONGEST));
            // A column of addresses holds nothing else.
            return masked.orElseGet(() -> text ? unreadable.mask(value) : ANY.clone());
        };
    }
}
