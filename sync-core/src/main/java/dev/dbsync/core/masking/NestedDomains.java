package dev.dbsync.core.masking;

import java.util.Optional;
import java.util.function.Function;

/** Finds the domains that rules inside of rules name. */
@FunctionalInterface
interface NestedDomains {

    /** Where there are no other rules to join. */
    NestedDomains NONE = (domain, strategy, baseType) -> {
        throw new IllegalArgumentException("'domain' joins rules of sync.yaml, and this is none of them");
    };

    /**
     * The domain, as its columns have it; empty where it was refused, which is complained about elsewhere.
     *
     * @param domain as the rule names it
     * @param strategy of the rule
     * @param baseType of the values, as {@link MaskingContext#baseType()} has it
     * @throws IllegalArgumentException when no rule of the configuration names it so, or its values are of another type
     */
    Optional<Joined> of(String domain, String strategy, String baseType);

    /**
     * What a domain's outputs depend on.
     *
     * @param baseType of the domain
     * @param maxLength the shortest among its columns
     * @param unique whether a unique index covers one of them
     * @param parts the keyed hash of parts of the values, by their path
     * @param settled to be told when the rule has proved to be one for that type: others of the domain must be, too
     */
    record Joined(
            String baseType,
            Optional<Integer> maxLength,
            boolean unique,
            KeyedHash hash,
            Function<String, KeyedHash> parts,
            Runnable settled) {}
}
