package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE \"Odd Name\".\"Order \"\"x\"\"\"\n\tADD CONSTRAINT \"p;k\" FOREIGN KEY (parent) REFERENCES t(id)",
                "CREATE UNIQUE INDEX i ON public.t USING btree (a)",
                "CREATE CONSTRAINT TRIGGER t\n\tAFTER INSERT ON public.t",
                "ALTER TABLE public.b\n\tADD CONSTRAINT c CHECK ((id > 5)) NOT VALID",
                "ALTER TABLE ONLY billing.invoice FORCE ROW LEVEL SECURITY",
                "ALTER TABLE public.customer DISABLE TRIGGER untouched",
                "GRANT SELECT ON TABLE public.t TO reader",
                "COMMENT ON TABLE public.t IS 'x'"
            })
    void waitsForTheRows(String sql) {
        assertThat(new DdlStatement(sql).isAfterRows()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE public.t (\n\tid integer\n)",
                "ALTER TABLE public.t\n\tADD CONSTRAINT t_pkey PRIMARY KEY (id)",
                "ALTER TABLE public.t\n\tADD CONSTRAINT c CHECK ((a <> 'FOREIGN KEY'::text))",
                "ALTER TABLE public.t OWNER TO app",
                "CREATE OR REPLACE FUNCTION public.f() RETURNS void LANGUAGE sql AS $$ CREATE INDEX i ON t (a) $$"
            })
    void standsBeforeTheRows(String sql) {
        assertThat(new DdlStatement(sql).isAfterRows()).isFalse();
    }

    @Test
    void rolesAreReadFromOwnersAndGrants() {
        assertThat(new DdlStatement("ALTER TABLE public.t OWNER TO \"Odd \"\"role\"\"\"").owner())
                .contains("Odd \"role\"");
        assertThat(new DdlStatement("GRANT SELECT(id) ON TABLE public.t TO reader WITH GRANT OPTION").grantee())
                .contains("reader");
        assertThat(new DdlStatement("REVOKE ALL ON FUNCTION f(x integer) FROM PUBLIC").grantee())
                .isEmpty();
        assertThat(new DdlStatement("CREATE FUNCTION f() AS $$ ALTER TABLE t OWNER TO x").owner())
                .isEmpty();
    }

    @Test
    void materializedViewsAreFilledLast() {
        SchemaScript script = DdlOrder.of(
                List.of(
                        new DdlStatement("CREATE MATERIALIZED VIEW public.\"Top x\" AS\n\tSELECT 1\nWITH DATA"),
                        new DdlStatement("CREATE UNIQUE INDEX i ON public.\"Top x\" USING btree (a)"),
                        new DdlStatement("CREATE MATERIALIZED VIEW public.never AS\n\tSELECT 1\nWITH NO DATA")),
                List.of("ALTER TABLE ONLY t REPLICA IDENTITY FULL"));

        assertThat(script.beforeRows())
                .containsExactly(
                        "CREATE MATERIALIZED VIEW public.\"Top x\" AS\n\tSELECT 1\nWITH NO DATA",
                        "CREATE MATERIALIZED VIEW public.never AS\n\tSELECT 1\nWITH NO DATA");
        assertThat(script.afterRows())
                .containsExactly(
                        "CREATE UNIQUE INDEX i ON public.\"Top x\" USING btree (a)",
                        "ALTER TABLE ONLY t REPLICA IDENTITY FULL",
                        "REFRESH MATERIALIZED VIEW public.\"Top x\"");
    }

    @Test
    void statementsComeBackFromTheirFileAsTheyWere(@TempDir Path directory) throws IOException {
        List<String> statements =
                List.of("CREATE TABLE t ()", "CREATE FUNCTION f() AS $$ a;\n-- b\n; $$", "SELECT ';\n'", "x");
        Path file = directory.resolve("schema.sql");

        SchemaFile.write(file, statements);

        assertThat(SchemaFile.read(file)).isEqualTo(statements);
        SchemaFile.write(directory.resolve("empty.sql"), List.of());
        assertThat(SchemaFile.read(directory.resolve("empty.sql"))).isEmpty();
    }
}
