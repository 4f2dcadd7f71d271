package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A rule inside of a rule that names a domain: for what stands at a path of JSON, or for the elements of an array.
 *
 * @param domain as the rule names it
 * @param rule the inner one, at the place of the outer
 * @param shown what it is for: {@code paths.$.email of audit.change}
 */
record DomainInside(String domain, RuleConfig rule, String shown) {

    /**
     * All of them in a rule, however deep. They are known by their form, a map with {@code strategy} and
     * {@code domain}: which options hold rules, each strategy knows for itself.
     *
     * @param of what the rule is for
     */
    static List<DomainInside> of(RuleConfig rule, String of) {
        if (rule.options().isEmpty()) {
            return List.of();
        }
        List<DomainInside> found = new ArrayList<>();
        inOptions(rule.options(), "", rule.where(), of, found);
        return found;
    }

    private static void inOptions(Map<?, ?> options, String path, String where, String of, List<DomainInside> found) {
        options.forEach(
                (name, value) -> inside(value, path.isEmpty() ? "" + name : path + "." + name, where, of, found));
    }

    private static void inside(Object value, String path, String where, String of, List<DomainInside> found) {
        if (value instanceof List<?> list) {
            list.forEach(item -> inside(item, path, where, of, found));
        } else if (value instanceof Map<?, ?> map) {
            if (map.containsKey(NestedForm.STRATEGY) && map.get(RuleTerms.DOMAIN) instanceof String domain) {
                NestedForm form = NestedForm.of(path, map);
                found.add(new DomainInside(
                        domain, new RuleConfig(form.strategy(), form.options(), where), "'" + path + "' of " + of));
            }
            inOptions(map, path, where, of, found);
        }
    }
}
