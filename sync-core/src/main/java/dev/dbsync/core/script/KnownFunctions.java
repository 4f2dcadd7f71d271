package dev.dbsync.core.script;

import java.util.Set;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Function_callContext;

/**
 * PostgreSQL's own functions that scripts call, and what calling them does; any other is taken for one that does
 * anything.
 *
 * <p>Rests on <a href="https://www.postgresql.org/docs/current/functions.html">Functions and Operators</a> and <a
 * href="https://www.postgresql.org/docs/current/xfunc-volatility.html">Function Volatility Categories</a>.
 */
final class KnownFunctions {

    /** The same all through a statement: as a new column's default, worked out once. */
    private static final Set<String> NOT_VOLATILE =
            Set.of(("abs age array_agg array_append array_cat array_length array_position array_prepend array_remove"
                            + " array_replace array_to_json array_to_string array_upper array_lower avg bit_and bit_or"
                            + " bool_and bool_or btrim bigint bool boolean cardinality ceil ceiling char_length"
                            + " character_length chr concat concat_ws count cume_dist current_database current_schema"
                            + " current_setting current_user date date_part date_trunc decode dense_rank div encode"
                            + " every exp first_value float8 floor format format_type generate_series get_byte"
                            + " has_table_privilege initcap int4 int8 integer json_agg json_array_elements"
                            + " json_build_array json_build_object json_each json_each_text json_object_agg"
                            + " json_object_keys jsonb_agg jsonb_array_elements jsonb_array_elements_text"
                            + " jsonb_array_length json_array_length jsonb_build_array jsonb_build_object jsonb_each"
                            + " jsonb_each_text jsonb_object_agg jsonb_object_keys jsonb_path_query jsonb_set"
                            + " jsonb_insert jsonb_strip_nulls jsonb_typeof json_typeof jsonb_extract_path"
                            + " jsonb_extract_path_text json_extract_path_text lag last_value lead left length ln log"
                            + " lower lpad ltrim make_date make_interval make_timestamp make_timestamptz max md5 min"
                            + " mod now nth_value ntile nullif numeric obj_description octet_length percent_rank"
                            + " pg_get_serial_sequence pg_get_constraintdef pg_table_is_visible position power"
                            + " quote_ident quote_literal quote_nullable rank regexp_match regexp_matches"
                            + " regexp_replace regexp_split_to_array regexp_split_to_table repeat replace reverse right"
                            + " round row_number row_to_json rpad rtrim sha256 sign split_part sqrt starts_with stddev"
                            + " string_agg string_to_array strpos substr substring sum text timezone to_char to_date"
                            + " to_json to_jsonb to_hex to_number to_regclass to_timestamp to_tsquery to_tsvector"
                            + " translate trim trunc unnest upper varchar variance version width_bucket xmlagg")
                    .split(" "));

    /** Another one each time, or moves a sequence or a setting; changes no table's rows. */
    private static final Set<String> VOLATILE =
            Set.of(("clock_timestamp currval gen_random_uuid gen_salt lastval nextval pg_advisory_lock"
                            + " pg_advisory_xact_lock pg_notify pg_sleep random set_config setseed setval"
                            + " statement_timestamp timeofday transaction_timestamp txid_current uuid_generate_v1"
                            + " uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7")
                    .split(" "));

    private KnownFunctions() {}

    /** Whether calling it may change rows of a table, for all that is known here. */
    static boolean mayWrite(Parsed statement, Function_callContext call) {
        return call.schema_qualified_name_nontype() != null && !changesNoRows(name(statement, call));
    }

    /** Whether it is one of PostgreSQL's own of which that is known. */
    static boolean changesNoRows(SqlName function) {
        return in(NOT_VOLATILE, function) || in(VOLATILE, function);
    }

    /** Whether it may give another value for each row. */
    static boolean mayBeVolatile(Parsed statement, Function_callContext call) {
        return call.schema_qualified_name_nontype() != null && !in(NOT_VOLATILE, name(statement, call));
    }

    /** Without a schema, or with that of pg_catalog. */
    static SqlName name(Parsed statement, Function_callContext call) {
        return statement.name(call.schema_qualified_name_nontype());
    }

    private static boolean in(Set<String> names, SqlName name) {
        return name.schema().map("pg_catalog"::equals).orElse(true) && names.contains(name.name());
    }
}
