-- What is seen less often, each of which has broken some tool.
CREATE SCHEMA app;
CREATE DOMAIN app.positive AS int CHECK (VALUE > 0) NOT NULL DEFAULT 1;
CREATE DOMAIN app.small_positive AS app.positive CHECK (VALUE < 100);
CREATE TYPE app.point3 AS (x int, y int, z int);
CREATE TYPE app.colour AS ENUM ('red');
CREATE TYPE app.typed AS (id int, name text);
CREATE TABLE app.of_type OF app.typed (PRIMARY KEY (id));
CREATE TABLE app.shapes (
    id int PRIMARY KEY DEFAULT 1,
    points app.point3[] DEFAULT '{}',
    colour app.colour[],
    code text COLLATE "C",
    sized app.small_positive,
    a int CONSTRAINT a_small CHECK (a < 1000) NO INHERIT,
    b int,
    twice int GENERATED ALWAYS AS (a * 2) STORED,
    UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX shapes_code ON app.shapes (code text_pattern_ops DESC NULLS LAST) INCLUDE (b) WHERE a IS NOT NULL;
CREATE INDEX shapes_expression ON app.shapes ((a + b), lower(code)) WITH (fillfactor = 50);
CREATE INDEX shapes_brin ON app.shapes USING brin (id);
CREATE INDEX shapes_gin ON app.shapes USING gin ((ARRAY [a, b]));
CREATE FUNCTION app.next_code(prefix text DEFAULT 'x;', VARIADIC parts int[] DEFAULT '{}') RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE COST 5 SET search_path = app, pg_temp SET work_mem = '8MB'
    AS $f$ DECLARE r app.shapes%ROWTYPE; BEGIN RETURN prefix || $$ ; $$ || coalesce(parts[1], 0); END $f$;
ALTER TABLE app.shapes ALTER COLUMN code SET DEFAULT app.next_code();
CREATE FUNCTION app.all_shapes() RETURNS SETOF app.shapes LANGUAGE sql ROWS 7 AS 'SELECT * FROM app.shapes';
CREATE FUNCTION app.pair(OUT a int, OUT b text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;
CREATE FUNCTION app.tabular(n int) RETURNS TABLE (i int, t text) LANGUAGE sql AS $$ SELECT g, g::text FROM generate_series(1, n) g $$;
CREATE FUNCTION app.any_first(anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE STRICT LEAKPROOF AS 'SELECT $1[1]';
CREATE PROCEDURE app.out_proc(INOUT x int) LANGUAGE plpgsql AS $$ BEGIN x := x + 1; END $$;
CREATE FUNCTION app.point_eq(app.point3, app.point3) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x = ($2).x';
CREATE OPERATOR app.=== (LEFTARG = app.point3, RIGHTARG = app.point3, FUNCTION = app.point_eq, COMMUTATOR = OPERATOR (app.===));
CREATE FUNCTION app.to_text(app.point3) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).x::text $$;
CREATE CAST (app.point3 AS text) WITH FUNCTION app.to_text(app.point3) AS ASSIGNMENT;
CREATE VIEW app.v1 WITH (security_barrier = true) AS SELECT id, code FROM app.shapes WHERE a > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW app.v2 AS SELECT v1.*, s.points FROM app.v1 JOIN app.shapes s USING (id);
ALTER VIEW app.v2 ALTER COLUMN code SET DEFAULT 'v';
COMMENT ON COLUMN app.v2.code IS 'of a view';
CREATE RECURSIVE VIEW app.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
CREATE FUNCTION app.instead() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER instead INSTEAD OF INSERT ON app.v2 FOR EACH ROW EXECUTE FUNCTION app.instead();
CREATE RULE redirect AS ON UPDATE TO app.v2 DO INSTEAD UPDATE app.shapes SET code = NEW.code WHERE id = OLD.id;
CREATE TABLE app.parted (id int NOT NULL, region text NOT NULL, ref int REFERENCES app.shapes (id), PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE app.parted_eu (extra_gone int, id int NOT NULL, region text NOT NULL, ref int);
ALTER TABLE app.parted_eu DROP COLUMN extra_gone;
ALTER TABLE app.parted ATTACH PARTITION app.parted_eu FOR VALUES IN ('eu', 'it''s');
CREATE TABLE app.parted_rest PARTITION OF app.parted (CONSTRAINT own_check CHECK (id < 1000000)) DEFAULT;
CREATE TABLE app.refers (id int, region text, FOREIGN KEY (id, region) REFERENCES app.parted (id, region) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL);
CREATE TRIGGER on_parted AFTER INSERT ON app.parted FOR EACH ROW WHEN (NEW.id > 5) EXECUTE FUNCTION app.instead();
CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON app.shapes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.instead();
CREATE TRIGGER transitions AFTER UPDATE ON app.shapes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.instead();
ALTER TABLE app.shapes ENABLE ALWAYS TRIGGER checked;
CREATE TABLE app.hashed (id int) PARTITION BY HASH (id);
CREATE TABLE app.hashed_0 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE app.hashed_1 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE app.expr_parted (at timestamptz, n int) PARTITION BY RANGE (date_part('year', at AT TIME ZONE 'UTC'), n);
CREATE TABLE app.expr_parted_1 PARTITION OF app.expr_parted FOR VALUES FROM (MINVALUE, MINVALUE) TO (2030, 5);
CREATE TABLE app.base (id int CHECK (id > 0), label text DEFAULT 'base');
CREATE TABLE app.derived (label text DEFAULT 'derived', more int) INHERITS (app.base);
CREATE TABLE app.storage (a text, b text);
ALTER TABLE app.storage ALTER COLUMN b SET COMPRESSION pglz, ALTER COLUMN a SET STORAGE MAIN, ALTER COLUMN a SET (n_distinct = 5);
ALTER TABLE app.storage SET (autovacuum_enabled = false, toast.autovacuum_enabled = false);
CREATE TABLE app.ident (
    a int GENERATED BY DEFAULT AS IDENTITY (START WITH 10 INCREMENT BY -1 MINVALUE -100 MAXVALUE 50 CYCLE), b smallserial, c bigserial
);
ALTER TABLE app.ident ALTER COLUMN c TYPE int;
CREATE SEQUENCE app.descending AS smallint INCREMENT BY -1;
CREATE TEXT SEARCH CONFIGURATION app.english_copy (COPY = pg_catalog.english);
CREATE TEXT SEARCH DICTIONARY app.dict (TEMPLATE = simple, stopwords = 'english');
CREATE FOREIGN DATA WRAPPER dummy;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER dummy OPTIONS (host 'x;y');
CREATE FOREIGN TABLE app.far (id int OPTIONS (column_name 'i'), t text) SERVER elsewhere OPTIONS (table_name 't');
CREATE TABLE app.guarded (owner_name text, v int);
ALTER TABLE app.guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON app.guarded AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (owner_name = current_user) WITH CHECK (v > 0);
CREATE STATISTICS app.st (dependencies, mcv) ON a, b FROM app.shapes;
CREATE STATISTICS app.st_expression ON (a + b), (lower(code)) FROM app.shapes;
ALTER STATISTICS app.st SET STATISTICS 50;
CREATE MATERIALIZED VIEW app.mv WITH (fillfactor = 80) AS SELECT id, count(*) OVER () AS n FROM app.shapes;
CREATE INDEX mv_n ON app.mv (n);
CLUSTER app.mv USING mv_n;
CREATE AGGREGATE app.agg(ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = mode_final, FINALFUNC_EXTRA);
CREATE VIEW app.windowed AS SELECT id, sum(a) OVER w AS s, rank() OVER (PARTITION BY b ORDER BY a DESC NULLS LAST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM app.shapes WINDOW w AS (ORDER BY id);
CREATE VIEW app.lateral_view AS SELECT s.id, j.value ->> 'k' AS k FROM app.shapes s, LATERAL jsonb_array_elements('[{"k": "}"}]'::jsonb) WITH ORDINALITY j (value, ord) WHERE s.code ~ '^[a-z]+\?$';
CREATE VIEW app.upper_case AS SELECT 1 AS "UPPER", 2 AS "a b", 3 AS "quo""te", 4 AS "user", 5 AS "order";
GRANT SELECT ON app.upper_case TO PUBLIC;
GRANT USAGE, SELECT ON SEQUENCE app.descending TO PUBLIC;
REVOKE ALL ON FUNCTION app.pair() FROM PUBLIC;
GRANT USAGE ON TYPE app.colour TO PUBLIC;
COMMENT ON DOMAIN app.positive IS 'd';
COMMENT ON TYPE app.colour IS 't';
COMMENT ON SEQUENCE app.descending IS 's';
COMMENT ON VIEW app.v1 IS 'v';
COMMENT ON MATERIALIZED VIEW app.mv IS 'm';
COMMENT ON POLICY mine ON app.guarded IS 'p';
COMMENT ON RULE redirect ON app.v2 IS 'r';
COMMENT ON FUNCTION app.tabular(int) IS 'f';
COMMENT ON PROCEDURE app.out_proc(int) IS 'f';
COMMENT ON AGGREGATE app.agg(ORDER BY anyelement) IS 'a';
COMMENT ON STATISTICS app.st IS 'st';
COMMENT ON COLUMN app.typed.name IS 'attribute';
COMMENT ON CONSTRAINT a_small ON app.shapes IS 'c';
INSERT INTO app.shapes (id, points, colour, a, b, sized) VALUES (1, ARRAY [ROW (1, 2, 3)::app.point3], '{red}', 5, 6, 7);
INSERT INTO app.parted VALUES (1, 'eu', 1), (2, 'it''s', NULL), (3, 'us', 1);
INSERT INTO app.refers VALUES (1, 'eu'), (NULL, NULL);
INSERT INTO app.of_type VALUES (1, 'typed');
INSERT INTO app.hashed SELECT generate_series(1, 20);
INSERT INTO app.base VALUES (1);
INSERT INTO app.derived VALUES (2, 'd', 3);
INSERT INTO app.ident DEFAULT VALUES;
INSERT INTO app.ident DEFAULT VALUES;
INSERT INTO app.guarded VALUES ('x', 1);
REFRESH MATERIALIZED VIEW app.mv
