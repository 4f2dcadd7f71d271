-- A bit of everything that a schema can hold and that a backup could lose.
CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'money; and "more"';
CREATE SCHEMA "Odd Name";
CREATE TYPE mood AS ENUM ('sad', 'o''k', 'happy');
CREATE TYPE billing.money_pair AS (amount numeric(12,2), currency char(3));
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE SEQUENCE billing.invoice_no START 1000 INCREMENT 5;
CREATE TABLE customer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    mail email UNIQUE,
    mood mood DEFAULT 'happy',
    referrer bigint REFERENCES customer (id),
    profile jsonb DEFAULT '{"a": 1}'::jsonb,
    full_text text GENERATED ALWAYS AS (upper(name)) STORED,
    created timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT name_not_empty CHECK (name <> '')
);
COMMENT ON TABLE customer IS 'people; who''s buying';
COMMENT ON COLUMN customer.mail IS 'E''s
second line';
CREATE TABLE billing.invoice (
    no bigint PRIMARY KEY DEFAULT nextval('billing.invoice_no'),
    customer_id bigint NOT NULL REFERENCES public.customer (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    total billing.money_pair,
    tags text[] DEFAULT '{}'
);
CREATE TABLE "Odd Name"."Order ""x""" ("select" serial PRIMARY KEY, "Value; x" text, parent int);
ALTER TABLE "Odd Name"."Order ""x""" ADD CONSTRAINT "p;k" FOREIGN KEY (parent) REFERENCES "Odd Name"."Order ""x""" ("select");
-- a cycle
CREATE TABLE a (id int PRIMARY KEY, b_id int);
CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id));
ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b (id);
COMMENT ON CONSTRAINT a_b ON a IS 'cycle';
CREATE TABLE event (id bigint, at timestamptz NOT NULL, kind text, PRIMARY KEY (id, at, kind)) PARTITION BY RANGE (at);
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00') PARTITION BY LIST (kind);
CREATE TABLE event_2026_x PARTITION OF event_2026 FOR VALUES IN ('x');
CREATE TABLE event_2026_other PARTITION OF event_2026 DEFAULT;
CREATE INDEX event_kind ON event (kind);
CREATE INDEX customer_name ON customer (lower(name)) WHERE name <> 'x';
COMMENT ON INDEX customer_name IS 'by name';
CREATE UNIQUE INDEX invoice_tags ON billing.invoice (no, customer_id);
CREATE TABLE animal (id int, legs int);
CREATE TABLE dog (barks boolean) INHERITS (animal);
CREATE UNLOGGED TABLE scratch (x int);
CREATE TABLE measured (
    f4 real, f8 double precision, n numeric, at timestamp, i interval, b bytea, r int4range, x xml, d date
);
ALTER TABLE measured ALTER COLUMN b SET STORAGE EXTERNAL;
ALTER TABLE measured ALTER COLUMN n SET STATISTICS 500;
ALTER TABLE measured SET (fillfactor = 70);
CREATE TABLE nothing_at_all ();
CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text, description text, success boolean);
CREATE SEQUENCE unowned MINVALUE -5 MAXVALUE 100 START 3 CYCLE CACHE 7;
CREATE TABLE booking (room int, during tstzrange, EXCLUDE USING gist (during WITH &&));

-- Rows, before triggers and rules could meddle.
INSERT INTO customer (name, mail, mood, referrer, profile)
VALUES ('Ann', 'ann@example.com', 'sad', NULL, '{"tags": ["a\\b", "c"], "n": null}'),
       (E'tab\there, line\nbreak, back\\slash, \\N', NULL, NULL, 1, NULL),
       ('日本 — 🐘', 'e@example.org', 'o''k', 2, '[]');
INSERT INTO customer (name) SELECT 'customer ' || n FROM generate_series(1, 500) n;
INSERT INTO billing.invoice (customer_id, total, tags)
VALUES (1, ROW (12.50, 'EUR')::billing.money_pair, ARRAY ['a,b', NULL, '"q"']), (2, NULL, '{}');
INSERT INTO "Odd Name"."Order ""x""" ("Value; x", parent) VALUES ('root', NULL), (E'\\.', 1), ('', 2);
INSERT INTO a VALUES (1, NULL), (2, NULL);
INSERT INTO b VALUES (1, 1), (2, 2);
UPDATE a SET b_id = id;
INSERT INTO event SELECT n, timestamptz '2025-06-01 00:00+00' + n * interval '1 day', CASE n % 3 WHEN 0 THEN 'x' ELSE 'y' END FROM generate_series(1, 400) n;
INSERT INTO animal VALUES (1, 4);
INSERT INTO dog VALUES (2, 4, true);
INSERT INTO scratch VALUES (NULL), (7);
INSERT INTO measured VALUES (1.0 / 3, 1e-310, 'NaN', '-infinity', '1 year 2 mons -3 days 04:05:06.7', '\xdeadbeef', '[1,5)', '<a>&amp;</a>', 'infinity'), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO nothing_at_all DEFAULT VALUES;
INSERT INTO flyway_schema_history VALUES (1, '1', 'first', true);
SELECT setval('unowned', 41, true);
SELECT setval('billing.invoice_no', 5005, false);

CREATE FUNCTION total_of(bigint) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT sum((total).amount) FROM billing.invoice WHERE customer_id = $1';
-- The driver cannot split a text that holds such a body:
----
CREATE FUNCTION plus_one(x int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT 1; SELECT x + 1; END
----
CREATE PROCEDURE tidy() LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM scratch; -- a comment; with a semicolon
    COMMIT;
END;
$body$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := NEW.name || '!'; RETURN NEW; END $$;
COMMENT ON FUNCTION touch() IS 'touches';
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TRIGGER touched ON customer IS 'shouts';
CREATE TRIGGER untouched BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE customer DISABLE TRIGGER untouched;
CREATE FUNCTION no_writes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no writes'; END $$;
CREATE TRIGGER guarded BEFORE INSERT ON billing.invoice FOR EACH STATEMENT EXECUTE FUNCTION no_writes();
CREATE VIEW customer_total AS SELECT c.id, c.name, total_of(c.id) AS total FROM customer c GROUP BY c.id;
COMMENT ON VIEW customer_total IS 'needs the primary key';
CREATE MATERIALIZED VIEW top AS SELECT name, count(*) AS n FROM customer GROUP BY name WITH DATA;
CREATE UNIQUE INDEX top_name ON top (name);
CREATE MATERIALIZED VIEW top_of_top AS SELECT max(n) AS most FROM top WITH DATA;
CREATE MATERIALIZED VIEW never AS SELECT 1 AS one WITH NO DATA;
CREATE RULE no_delete AS ON DELETE TO a DO INSTEAD NOTHING;
CREATE RULE no_insert AS ON INSERT TO b DO INSTEAD NOTHING;
ALTER TABLE billing.invoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.invoice FORCE ROW LEVEL SECURITY;
CREATE POLICY nobody ON billing.invoice FOR ALL USING (false);
CREATE STATISTICS st ON id, at FROM event;
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sync_test_reader') THEN CREATE ROLE sync_test_reader; END IF; IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sync_test_owner') THEN CREATE ROLE sync_test_owner; END IF; END $$;
GRANT USAGE ON SCHEMA billing TO sync_test_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA billing TO sync_test_reader;
GRANT SELECT (id, name) ON customer TO sync_test_reader;
GRANT EXECUTE ON FUNCTION total_of(bigint) TO sync_test_reader;
ALTER TABLE animal OWNER TO sync_test_owner;
ALTER TABLE a REPLICA IDENTITY FULL;
ALTER TABLE billing.invoice REPLICA IDENTITY USING INDEX invoice_tags;
ALTER TABLE customer CLUSTER ON customer_pkey;
CREATE AGGREGATE my_sum(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE TYPE span AS RANGE (subtype = float8);
CREATE COLLATION german FROM "C";
ALTER TABLE b ADD CONSTRAINT not_yet CHECK (id > 5) NOT VALID;

CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
CREATE EVENT TRIGGER watch_ddl ON ddl_command_end EXECUTE FUNCTION on_ddl();
REVOKE ALL ON FUNCTION plus_one(int) FROM PUBLIC;
REFRESH MATERIALIZED VIEW top;
REFRESH MATERIALIZED VIEW top_of_top;
