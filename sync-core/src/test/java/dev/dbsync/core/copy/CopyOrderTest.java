package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CopyOrderTest {

    @Test
    void referencedTablesComeFirst() {
        CopyOrder order = CopyOrder.of(
                names("a_items", "orders", "z_customers"),
                List.of(key("a_items", "orders"), key("orders", "z_customers")));

        assertThat(order.tables()).containsExactlyElementsOf(names("z_customers", "orders", "a_items"));
        assertThat(order.unordered()).isEmpty();
    }

    @Test
    void aSelfReferenceHindersNothing() {
        CopyOrder order = CopyOrder.of(names("category"), List.of(key("category", "category")));

        assertThat(order.tables()).containsExactlyElementsOf(names("category"));
        assertThat(order.unordered()).isEmpty();
    }

    @Test
    void aCycleNamesTheForeignKeyThatHasToWait() {
        CopyOrder order = CopyOrder.of(names("a", "b", "c"), List.of(key("a", "b"), key("b", "a"), key("c", "a")));

        assertThat(order.tables()).containsExactlyElementsOf(names("a", "b", "c"));
        assertThat(order.unordered()).containsExactly(key("a", "b"));
    }

    @Test
    void aForeignKeyToATableOutsideIsIgnored() {
        assertThat(CopyOrder.of(names("a"), List.of(key("a", "elsewhere"))).tables())
                .containsExactlyElementsOf(names("a"));
    }

    @Test
    void aChainLongerThanTheStackIsOrdered() {
        List<TableName> tables = new ArrayList<>();
        List<ForeignKey> keys = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            tables.add(table("t%05d".formatted(i)));
            if (i > 0) {
                keys.add(key("t%05d".formatted(i - 1), "t%05d".formatted(i)));
            }
        }

        List<TableName> expected = new ArrayList<>(tables);
        Collections.reverse(expected);
        assertThat(CopyOrder.of(Set.copyOf(tables), keys).tables()).isEqualTo(expected);
    }

    @Property
    void everyKeyIsEitherKeptByTheOrderOrNamed(@ForAll @Size(max = 30) List<@IntRange(max = 63) Integer> edges) {
        List<TableName> tables = names("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7");
        List<ForeignKey> keys =
                edges.stream().map(edge -> key("t" + edge / 8, "t" + edge % 8)).toList();

        CopyOrder order = CopyOrder.of(tables, keys);

        assertThat(order.tables()).containsExactlyInAnyOrderElementsOf(tables);
        for (ForeignKey key : keys) {
            boolean kept =
                    order.tables().indexOf(key.target()) <= order.tables().indexOf(key.table());
            assertThat(kept).isNotEqualTo(order.unordered().contains(key));
        }
    }

    private static ForeignKey key(String table, String target) {
        return new ForeignKey(
                table + "_" + target, table(table), List.of("x"), table(target), List.of("id"), false, "");
    }

    private static List<TableName> names(String... tables) {
        return java.util.Arrays.stream(tables).map(CopyOrderTest::table).toList();
    }

    private static TableName table(String name) {
        return new TableName("public", name);
    }
}
