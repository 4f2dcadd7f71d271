package dev.dbsync.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CatalogTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static Catalog catalog;

    @BeforeAll
    static void readACatalogOfAllShapes() throws Exception {
        Database database = server.createDatabase("dev");
        server.execute(
                database,
                "CREATE SCHEMA billing",
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE DOMAIN short_text AS varchar(12) NOT NULL",
                "CREATE DOMAIN shorter_text AS short_text",
                """
                CREATE TABLE customer (
                    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    email  varchar(80) NOT NULL UNIQUE,
                    code   shorter_text,
                    mood   mood DEFAULT 'ok',
                    tags   text[],
                    moods  mood[],
                    pair   pair,
                    period daterange,
                    upper  text GENERATED ALWAYS AS (upper(email)) STORED,
                    parent bigint REFERENCES customer DEFERRABLE)
                """,
                "COMMENT ON COLUMN customer.email IS 'where invoices go'",
                "CREATE UNIQUE INDEX partial_one ON customer (mood) WHERE mood = 'sad'",
                "CREATE UNIQUE INDEX expression_one ON customer (lower(email))",
                "CREATE TABLE billing.\"Odd \"\"Name\" (id serial PRIMARY KEY, customer bigint REFERENCES customer)",
                "CREATE TABLE event (at date NOT NULL, n int, PRIMARY KEY (at, n)) PARTITION BY RANGE (at)",
                "CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                "CREATE UNLOGGED TABLE scratch (id int)",
                "CREATE SEQUENCE lonely");
        try (Connection connection = database.connectReadOnly("test")) {
            catalog = Catalog.read(connection);
        }
    }

    private static Table table(String schema, String name) {
        return catalog.table(new TableName(schema, name)).orElseThrow();
    }

    private static Column customer(String column) {
        return table("public", "customer").column(column).orElseThrow();
    }

    @Test
    void tablesAreToldApartByWhatTheyAre() {
        assertThat(table("public", "customer").kind()).isEqualTo(Table.Kind.ORDINARY);
        assertThat(table("public", "event").kind()).isEqualTo(Table.Kind.PARTITIONED);
        assertThat(table("public", "event_2026").kind()).isEqualTo(Table.Kind.PARTITION);
        assertThat(table("public", "event_2026").parent()).contains(new TableName("public", "event"));
        assertThat(table("public", "scratch").kind()).isEqualTo(Table.Kind.UNLOGGED);
    }

    @Test
    void aTypeIsSeenThroughItsDomains() {
        assertThat(customer("code").type()).isEqualTo("shorter_text");
        assertThat(customer("code").baseType()).isEqualTo("character varying");
        assertThat(customer("code").maxLength()).contains(12);
        assertThat(customer("code").notNull()).isTrue();
        assertThat(customer("email").maxLength()).contains(80);
        assertThat(customer("tags").maxLength()).isEmpty();
    }

    @Test
    void kindsOfTypesAreToldApart() {
        assertThat(customer("mood").kind()).isEqualTo(Column.TypeKind.ENUM);
        assertThat(customer("tags").kind()).isEqualTo(Column.TypeKind.ARRAY_OF_BUILT_IN);
        assertThat(customer("moods").kind()).isEqualTo(Column.TypeKind.ARRAY_OF_OTHER);
        assertThat(customer("pair").kind()).isEqualTo(Column.TypeKind.COMPOSITE);
        assertThat(customer("period").kind()).isEqualTo(Column.TypeKind.RANGE);
        assertThat(customer("email").kind()).isEqualTo(Column.TypeKind.BUILT_IN);
    }

    @Test
    void generatedAndIdentityColumnsAreMarked() {
        assertThat(customer("id").identity()).isEqualTo(Column.Identity.ALWAYS);
        assertThat(customer("upper").generated()).isTrue();
        assertThat(customer("mood").hasDefault()).isTrue();
        assertThat(customer("email").comment()).contains("where invoices go");
        assertThat(table("public", "customer").writableColumns())
                .extracting(Column::name)
                .doesNotContain("upper");
    }

    @Test
    void onlyUniqueIndexesOnPlainColumnsAreKeys() {
        assertThat(table("public", "customer").keys())
                .extracting(Key::columns)
                .containsExactly(List.of("id"), List.of("email"));
        assertThat(table("public", "event_2026").primaryKey().orElseThrow().columns())
                .containsExactly("at", "n");
    }

    @Test
    void foreignKeysNameBothSides() {
        TableName odd = new TableName("billing", "Odd \"Name");

        assertThat(catalog.foreignKeysOf(odd)).singleElement().satisfies(key -> {
            assertThat(key.columns()).containsExactly("customer");
            assertThat(key.target()).isEqualTo(new TableName("public", "customer"));
            assertThat(key.deferrable()).isFalse();
        });
        assertThat(catalog.foreignKeysTo(new TableName("public", "customer")))
                .hasSize(2)
                .anySatisfy(key -> {
                    assertThat(key.isSelfReference()).isTrue();
                    assertThat(key.deferrable()).isTrue();
                });
    }

    @Test
    void sequencesKnowTheirOwners() {
        assertThat(catalog.sequences())
                .extracting(
                        sequence -> sequence.name().toString(),
                        sequence -> sequence.ownerColumn().orElse("-"))
                .contains(tuple("public.customer_id_seq", "id"), tuple("public.lonely", "-"));
    }

    @Test
    void namesAreQuotedSoThatTheyStayNames() throws Exception {
        Database database = server.createDatabase("quoting");
        TableName name = new TableName("public", "a\"; DROP TABLE b; --");
        server.execute(database, "CREATE TABLE b (id int)", "CREATE TABLE " + name.sql() + " (id int)");

        assertThat(server.value(database, "SELECT count(*) FROM " + name.sql())).isEqualTo("0");
        assertThat(server.value(database, "SELECT count(*) FROM b")).isEqualTo("0");
        assertThat(server.value(database, "SELECT " + Sql.literal("it's \\ here")))
                .isEqualTo("it's \\ here");
    }
}
