package dev.dbsync.core.copy;

import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order in which tables can be filled so that a row's foreign keys find what they reference.
 *
 * @param tables every table once, referenced ones before those that reference them, wherever that is possible
 * @param unordered foreign keys that no order can satisfy, since they close a cycle of several tables; they have to be
 *     deferred or set aside. Self-references are not among them: PostgreSQL checks them at the end of a COPY
 */
public record CopyOrder(List<TableName> tables, List<ForeignKey> unordered) {

    /** @param foreignKeys those with an end outside of {@code tables} are ignored */
    public static CopyOrder of(Collection<TableName> tables, Collection<ForeignKey> foreignKeys) {
        List<ForeignKey> between = foreignKeys.stream()
                .filter(key -> tables.contains(key.table()) && tables.contains(key.target()) && !key.isSelfReference())
                .toList();
        List<TableName> order = new ArrayList<>();
        for (List<TableName> component : new Components(tables, between).inOrder()) {
            order.addAll(component);
        }
        Map<TableName, Integer> positions = new HashMap<>();
        for (TableName table : order) {
            positions.put(table, positions.size());
        }
        List<ForeignKey> unordered = between.stream()
                .filter(key -> positions.get(key.target()) > positions.get(key.table()))
                .toList();
        return new CopyOrder(List.copyOf(order), unordered);
    }

    /**
     * Tarjan's strongly connected components, which come out with referenced components first. Without recursion: a
     * chain of foreign keys may be longer than a thread's stack is deep.
     */
    private static final class Components {

        private final Map<TableName, Set<TableName>> references = new TreeMap<>();
        private final Map<TableName, Integer> index = new HashMap<>();
        private final Map<TableName, Integer> low = new HashMap<>();
        private final Deque<TableName> open = new ArrayDeque<>();
        private final Set<TableName> isOpen = new HashSet<>();
        private final List<List<TableName>> components = new ArrayList<>();

        Components(Collection<TableName> tables, List<ForeignKey> keys) {
            tables.forEach(table -> references.put(table, new TreeSet<>()));
            keys.forEach(key -> references.get(key.table()).add(key.target()));
        }

        private record Visit(TableName table, Deque<TableName> left) {}

        List<List<TableName>> inOrder() {
            for (TableName table : references.keySet()) {
                if (!index.containsKey(table)) {
                    visit(table);
                }
            }
            return components;
        }

        private void visit(TableName root) {
            Deque<Visit> stack = new ArrayDeque<>();
            stack.push(entered(root));
            while (!stack.isEmpty()) {
                Visit visit = stack.peek();
                if (visit.left().isEmpty()) {
                    stack.pop();
                    leave(visit.table());
                    if (!stack.isEmpty()) {
                        low.merge(stack.peek().table(), low.get(visit.table()), Math::min);
                    }
                    continue;
                }
                TableName next = visit.left().pop();
                if (!index.containsKey(next)) {
                    stack.push(entered(next));
                } else if (isOpen.contains(next)) {
                    low.merge(visit.table(), index.get(next), Math::min);
                }
            }
        }

        private Visit entered(TableName table) {
            index.put(table, index.size());
            low.put(table, index.get(table));
            open.push(table);
            isOpen.add(table);
            return new Visit(table, new ArrayDeque<>(references.get(table)));
        }

        private void leave(TableName table) {
            if (!low.get(table).equals(index.get(table))) {
                return;
            }
            List<TableName> component = new ArrayList<>();
            TableName member;
            do {
                member = open.pop();
                isOpen.remove(member);
                component.add(member);
            } while (!member.equals(table));
            component.sort(null);
            components.add(component);
        }
    }
}
