package dev.dbsync.core.config;

import java.util.Map;

/**
 * The rule for one column.
 *
 * @param strategy its name, such as {@code email}
 * @param options the strategy's options by name ({@code with}, {@code digits}, {@code value} …): texts, numbers,
 *     booleans or null
 * @param where file:line:column
 */
public record RuleConfig(String strategy, Map<String, Object> options, String where) {}
