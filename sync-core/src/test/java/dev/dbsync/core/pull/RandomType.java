package dev.dbsync.core.pull;

import java.util.ArrayList;
import java.util.List;

/**
 * A type of column, and expressions for values of it, extreme ones.
 *
 * @param binary whether its bytes mean the same on every server
 */
record RandomType(String name, boolean binary, List<String> values) {

    /** What {@link #all} rests on, in a database. */
    static final List<String> DEFINITIONS = List.of(
            "CREATE EXTENSION citext",
            "CREATE EXTENSION hstore",
            "CREATE TYPE mood AS ENUM ('so so', '\\sad', 'süß')",
            "CREATE TYPE pair AS (i int, t text)",
            "CREATE TYPE \"Pair of pairs\" AS (a pair, b mood[])",
            "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
            "CREATE DOMAIN \"Größen\" AS numeric(20, 5)[] CHECK (array_length(VALUE, 1) < 9)",
            "CREATE TYPE floats AS RANGE (subtype = float8, multirange_type_name = many_floats)");

    /** Infinite intervals came with it. */
    private static final int INFINITE_INTERVALS = 17;

    private static RandomType binary(String name, String... values) {
        return new RandomType(name, true, List.of(values));
    }

    private static RandomType text(String name, String... values) {
        return new RandomType(name, false, List.of(values));
    }

    /** Those that both versions know, with values that both know. */
    static List<RandomType> all(int from, int to) {
        List<RandomType> types = new ArrayList<>(numbers());
        types.addAll(texts());
        types.addAll(times());
        types.addAll(documents());
        types.addAll(places());
        types.addAll(compound());
        List<String> intervals = new ArrayList<>(
                List.of("'-1 year 2 mons -3 days 04:05:06.7'", "'-1 day -02:03:04'", "'0'", "'178000000 years'"));
        if (from >= INFINITE_INTERVALS && to >= INFINITE_INTERVALS) {
            intervals.addAll(List.of("'infinity'", "'-infinity'"));
        }
        // An older server would take the bytes of an infinite one for a date far away.
        types.add(new RandomType("interval", from < INFINITE_INTERVALS || to >= INFINITE_INTERVALS, intervals));
        return types;
    }

    private static List<RandomType> numbers() {
        return List.of(
                binary("smallint", "-32768", "32767"),
                binary("int", "-2147483648", "2147483647"),
                binary("bigint", "-9223372036854775808", "9223372036854775807", "0"),
                binary(
                        "numeric",
                        "'NaN'",
                        "'Infinity'",
                        "'-Infinity'",
                        "1e-300",
                        "0.000",
                        "123456789012345678901234567890.123",
                        "repeat('9', 131072)::numeric"),
                binary("numeric(10, 2)", "'NaN'", "-12345678.90"),
                binary("real", "'NaN'", "'-Infinity'", "1e-45", "3.4028235e38", "0.1"),
                binary("double precision", "'NaN'", "'-0'", "1e308", "5e-324", "0.1"),
                binary("money", "-1.50", "'-92233720368547758.08'"),
                binary("boolean", "true", "false"),
                binary("positive", "1", "2147483647"),
                text("oid", "4294967295", "0"));
    }

    private static List<RandomType> texts() {
        return List.of(
                binary(
                        "text",
                        "''",
                        "'\\N'",
                        "'\\.'",
                        "'NULL'",
                        "'C:\\New'",
                        "E'\\t\\n\\r\\\\\\b\\f\\v\\x01'",
                        "'😀 e\u0301'",
                        "repeat('\\', 70000)",
                        "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 6000) i)"),
                binary("varchar(5)", "'a\\b'", "'     '", "'日本語'"),
                binary("char(4)", "'x'", "'\\'", "'  é'"),
                binary("\"char\"", "'a'", "'\\'"),
                binary("name", "'Ünï'", "''"),
                binary("citext", "'É\\'", "'ABC'", "''"),
                binary("bytea", "'\\x'", "'\\x00ff5c090a0d'", "decode(repeat('005cff', 50000), 'hex')"),
                binary("bit(3)", "B'101'", "B'000'"),
                binary("bit varying", "B'0101'", "B''", "repeat('1', 1001)::bit varying"),
                binary("mood", "'so so'", "'\\sad'", "'süß'"),
                binary("uuid", "'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"));
    }

    private static List<RandomType> times() {
        return List.of(
                binary("date", "'infinity'", "'-infinity'", "'4713-01-01 BC'", "'5874897-12-31'", "'2024-02-29'"),
                binary("time", "'24:00'", "'23:59:59.999999'"),
                binary("timetz", "'24:00-15:59'", "'00:00+15:59'"),
                binary("timestamp", "'infinity'", "'-infinity'", "'294276-12-31 23:59:59.999999'"),
                binary("timestamptz", "'infinity'", "'1999-12-31 23:59:59.999999+14'", "'0044-03-15 12:00+00 BC'"),
                binary("timestamp(0)", "'2016-12-31 23:59:60'"));
    }

    private static List<RandomType> documents() {
        return List.of(
                binary(
                        "jsonb",
                        "'{\"a\": \"\\n\\\\\", \"b\": [1.0, null]}'",
                        "'\"\\\\N\"'",
                        "'null'",
                        "'1e400'",
                        "('[' || repeat('{\"k\\\\u00e9\": [\"\\\\\\\\\"]},', 3000) || '0]')::jsonb"),
                binary("json", "'{\"a\":1, \"a\" : 2}'", "'\"\\u0000\"'", "' null '"),
                binary("jsonpath", "'$.a[*] ? (@ > 1)'"),
                text("xml", "'<a b=\"\\\">&lt;</a>'", "'<é>\\N</é>'"),
                binary("hstore", "'a=>NULL, \"\\\\\"=>\"\\\"\"'", "''"),
                binary("tsvector", "$$'it''s\\\\':1 b:2A$$", "''"),
                text("tsquery", "$$'a\\\\' & !b:*A$$", "''"));
    }

    private static List<RandomType> places() {
        return List.of(
                binary("inet", "'::1/128'", "'10.0.0.1/8'"),
                binary("cidr", "'10.0.0.0/8'", "'::/0'"),
                binary("macaddr", "'ff:ff:ff:ff:ff:ff'"),
                binary("macaddr8", "'08:00:2b:01:02:03:04:05'"),
                binary("point", "'(1e300,-0)'", "'(NaN,Infinity)'"),
                binary("line", "'{1,-1,0.1}'"),
                binary("lseg", "'[(1,2),(3,4)]'"),
                binary("box", "'(3,4),(1,2)'"),
                binary("path", "'((0,0),(1,0))'", "'[(0,0)]'"),
                binary("polygon", "'((0,0),(1,0),(0,1))'"),
                binary("circle", "'<(0,0),1e-9>'"),
                binary("pg_lsn", "'FFFFFFFF/FFFFFFFF'"),
                binary("xid8", "'18446744073709551615'"));
    }

    private static List<RandomType> compound() {
        return List.of(
                binary("text[]", "ARRAY['a\\b', E'\\t', '\"', NULL, 'NULL', '{}', ',']", "'{}'", "'[2:3]={a,b}'"),
                binary("int[][]", "'{{1,2},{3,NULL}}'", "'[-1:0][5:5]={{1},{2}}'"),
                binary("timestamptz[]", "'{infinity,-infinity,NULL}'"),
                binary("bytea[]", "ARRAY['\\x00'::bytea, '\\x5c'::bytea]"),
                binary("\"Größen\"", "'{0.00001,NaN,NULL}'", "'{}'"),
                binary("int4range", "'empty'", "'[1,)'", "'(,)'"),
                binary("numrange", "'(0.1,NaN]'", "'(-Infinity,Infinity)'"),
                binary("tstzrange", "'[-infinity,infinity)'", "'(,\"2024-02-29 00:00+00\"]'"),
                binary("int8multirange", "'{}'", "'{[1,2),[5,)}'"),
                binary("datemultirange", "'{(,2000-01-01),[2024-02-29,infinity)}'"),
                binary("floats", "'[-0,1e308)'", "'empty'"),
                binary("many_floats", "'{[0.1,0.2),(1,)}'", "'{}'"),
                text("mood[]", "'{so so,\"\\\\sad\",NULL}'", "'{}'"),
                text("pair", "ROW(1, E'a\\t\\\\\"')", "ROW(NULL, '')", "ROW(NULL, NULL)"),
                text("pair[]", "ARRAY[ROW(1, 'a,\\')::pair, NULL]"),
                text("\"Pair of pairs\"", "ROW(ROW(1, '\\\"'), '{\"\\\\sad\"}')", "ROW(NULL, '{}')"));
    }
}
