package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeChangeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer|int4",
                "integer|pg_catalog.int4",
                "character varying(10)|varchar ( 10 )",
                "timestamp with time zone|TIMESTAMPTZ",
                "numeric(10,0)|decimal(10)",
                "double precision|float",
                "real|float(24)",
                "character(1)|char",
                "my.type|My.Type",
                "smallint|bigint",
                "integer|double precision",
                "integer|numeric(10)",
                "bigint|numeric",
                "integer|varchar(11)",
                "numeric(4,0)|smallint",
                "numeric(10,2)|numeric(12,4)",
                "real|float8",
                "character varying(10)|varchar(20)",
                "character varying(10)|text",
                "character varying|text",
                "text|varchar",
                "character(3)|varchar(3)",
                "integer|text",
                "integer[]|text",
                "date|timestamp",
                "timestamp(3) without time zone|timestamp",
                "timestamp(3) without time zone|timestamp(6)",
                "timestamp without time zone|timestamptz",
                "jsonb|json",
                "integer[]|bigint[]",
                "integer[]|int ARRAY",
                "text[]|varchar[]",
                "boolean|int",
                "bit(3)|varbit(3)"
            })
    void aTypeThatHoldsAllOldValuesDoesNotNarrow(String from, String to) {
        assertThat(TypeChange.narrows(from, to)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint|integer",
                "integer|smallint",
                "integer|real",
                "bigint|double precision",
                "integer|numeric(9)",
                "integer|numeric(12,4)",
                "bigint|varchar(19)",
                "numeric|numeric(10,2)",
                "numeric(10,2)|numeric(10,3)",
                "numeric(10,2)|numeric(12,1)",
                "numeric(10,2)|bigint",
                "numeric(5)|smallint",
                "double precision|real",
                "double precision|numeric",
                "character varying(20)|varchar(10)",
                "text|varchar(10)",
                "character varying|varchar(10)",
                "character varying(10)|char(10)",
                "text|char",
                "text|integer",
                "bytea|text",
                "timestamp with time zone|timestamp",
                "timestamp without time zone|date",
                "timestamp without time zone|timestamp(3)",
                "timestamp(3) without time zone|timestamptz(0)",
                "json|jsonb",
                "bigint[]|integer[]",
                "integer[]|integer",
                "integer|integer[]",
                "my_enum|your_enum",
                "bit(3)|bit(4)",
                "uuid|bytea",
                "character varying(20)|varchar(99999999999)"
            })
    void anyOtherTypeNarrows(String from, String to) {
        assertThat(TypeChange.narrows(from, to)).isTrue();
    }
}
