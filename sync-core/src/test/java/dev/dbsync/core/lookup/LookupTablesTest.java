package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.ignoring;
import static dev.dbsync.core.lookup.LookupFixture.keyed;
import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LookupTablesTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static Catalog catalog;
    private static Catalog empty;

    @BeforeAll
    static void readCatalogs() throws Exception {
        Database database = server.createDatabase("dev");
        server.execute(
                database,
                "CREATE SCHEMA app",
                "CREATE TABLE fee_group (id int PRIMARY KEY, code text NOT NULL UNIQUE, note text)",
                "CREATE TABLE app.colour (code text NOT NULL UNIQUE, name text)",
                "CREATE TABLE heap (a int, b int)",
                "CREATE TABLE twice (a int NOT NULL UNIQUE, b int NOT NULL UNIQUE)",
                "CREATE TABLE loose (a int UNIQUE, b int NOT NULL)",
                "CREATE UNIQUE INDEX ON loose (b) WHERE b > 0");
        try (Connection connection = database.connectReadOnly("test")) {
            catalog = Catalog.read(connection);
        }
        try (Connection connection = server.createDatabase("test").connectReadOnly("test")) {
            empty = Catalog.read(connection);
        }
    }

    private static LookupTable resolved(LookupConfig lookup) {
        return LookupTables.resolve(List.of(lookup), catalog, catalog, "public")
                .tables()
                .get(0);
    }

    @Test
    void theKeyIsTheConfiguredOneElseThePrimaryKeyElseTheOnlyUniqueIndexOnNotNullColumns() {
        assertThat(resolved(keyed("fee_group", "code")).key()).containsExactly("code");
        assertThat(resolved(lookup("fee_group")).key()).containsExactly("id");
        assertThat(resolved(lookup("app.colour")).key()).containsExactly("code");
        assertThat(resolved(keyed("loose", "a")).key()).containsExactly("a");
    }

    @Test
    void tablesWithoutAUsableKeyAreRefusedByNameAllAtOnce() {
        assertThatThrownBy(() -> LookupTables.resolve(
                        List.of(
                                lookup("heap"),
                                lookup("twice"),
                                lookup("loose"),
                                keyed("fee_group", "note"),
                                keyed("app.colour", "cod")),
                        catalog,
                        catalog,
                        "public"))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.problems()).hasSize(5);
                    assertThat(e.problems().get(0).what()).contains("heap").contains("no unique index");
                    assertThat(e.problems().get(0).remedy())
                            .startsWith("Add a primary key")
                            .contains("key: [...]");
                    assertThat(e.problems().get(1).what()).contains("twice").contains("several");
                    assertThat(e.problems().get(1).remedy())
                            .contains("key: [...]")
                            .contains("[a] or [b]");
                    assertThat(e.problems().get(2).what()).contains("loose");
                    assertThat(e.problems().get(3).what()).contains("(note)").contains("not a unique key");
                    assertThat(e.problems().get(4).remedy()).contains("'code'");
                    assertThat(e.problems())
                            .allSatisfy(problem -> assertThat(problem.where()).isNotEmpty());
                });
    }

    @Test
    void ignoredColumnsMustExistAndMustNotBeOfTheKey() {
        assertThatThrownBy(() -> resolved(ignoring("fee_group", "id", "nota")))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.problems()).hasSize(2);
                    assertThat(e.problems().get(0).what()).contains("'id'").contains("key");
                    assertThat(e.problems().get(1).remedy()).contains("'note'");
                });
    }

    @Test
    void aTableThatNeitherSideHasIsNamedWithTheNearestName() {
        LookupTables tables = LookupTables.resolve(
                List.of(lookup("fee_grup"), lookup("colour"), lookup("fee_group")), catalog, empty, "public");

        assertThat(tables.tables()).singleElement().satisfies(table -> {
            assertThat(table.inSource()).isTrue();
            assertThat(table.inTarget()).isFalse();
            assertThat(table.estimate()).isTrue();
        });
        assertThat(tables.absent()).hasSize(2);
        assertThat(tables.absent().get(0).what()).contains("'fee_grup'");
        assertThat(tables.absent().get(0).remedy()).contains("'fee_group'");
        assertThat(LookupTables.absent(List.of(lookup("fee_group")), "public", List.of(empty, catalog)))
                .isEmpty();
    }

    @Test
    void aTableConfiguredTwiceIsRefused() {
        assertThatThrownBy(() -> LookupTables.resolve(
                        List.of(lookup("fee_group"), lookup("public.fee_group")), catalog, catalog, "public"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("fee_group is configured twice");
    }
}
