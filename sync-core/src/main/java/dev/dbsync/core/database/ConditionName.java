package dev.dbsync.core.database;

import java.util.Map;

/**
 * PostgreSQL's names for what went wrong, where its own words cannot be shown.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class ConditionName {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("0A000", "feature_not_supported"),
            Map.entry("21000", "cardinality_violation"),
            Map.entry("22007", "invalid_datetime_format"),
            Map.entry("22008", "datetime_field_overflow"),
            Map.entry("22012", "division_by_zero"),
            Map.entry("22021", "character_not_in_repertoire"),
            Map.entry("22023", "invalid_parameter_value"),
            Map.entry("2200N", "invalid_xml_content"),
            Map.entry("2201B", "invalid_regular_expression"),
            Map.entry("25006", "read_only_sql_transaction"),
            Map.entry("26000", "invalid_sql_statement_name"),
            Map.entry("2BP01", "dependent_objects_still_exist"),
            Map.entry("34000", "invalid_cursor_name"),
            Map.entry("3B001", "invalid_savepoint_specification"),
            Map.entry("3D000", "invalid_catalog_name"),
            Map.entry("3F000", "invalid_schema_name"),
            Map.entry("40001", "serialization_failure"),
            Map.entry("40P01", "deadlock_detected"),
            Map.entry("42501", "insufficient_privilege"),
            Map.entry("42601", "syntax_error"),
            Map.entry("42602", "invalid_name"),
            Map.entry("42611", "invalid_column_definition"),
            Map.entry("42622", "name_too_long"),
            Map.entry("42701", "duplicate_column"),
            Map.entry("42702", "ambiguous_column"),
            Map.entry("42703", "undefined_column"),
            Map.entry("42704", "undefined_object"),
            Map.entry("42710", "duplicate_object"),
            Map.entry("42712", "duplicate_alias"),
            Map.entry("42723", "duplicate_function"),
            Map.entry("42725", "ambiguous_function"),
            Map.entry("42803", "grouping_error"),
            Map.entry("42804", "datatype_mismatch"),
            Map.entry("42809", "wrong_object_type"),
            Map.entry("42830", "invalid_foreign_key"),
            Map.entry("42846", "cannot_coerce"),
            Map.entry("42883", "undefined_function"),
            Map.entry("42939", "reserved_name"),
            Map.entry("42P01", "undefined_table"),
            Map.entry("42P02", "undefined_parameter"),
            Map.entry("42P04", "duplicate_database"),
            Map.entry("42P06", "duplicate_schema"),
            Map.entry("42P07", "duplicate_table"),
            Map.entry("42P10", "invalid_column_reference"),
            Map.entry("42P13", "invalid_function_definition"),
            Map.entry("42P16", "invalid_table_definition"),
            Map.entry("42P17", "invalid_object_definition"),
            Map.entry("42P18", "indeterminate_datatype"),
            Map.entry("42P22", "indeterminate_collation"),
            Map.entry("54000", "program_limit_exceeded"),
            Map.entry("55000", "object_not_in_prerequisite_state"),
            Map.entry("55006", "object_in_use"),
            Map.entry("55P03", "lock_not_available"),
            Map.entry("55P04", "unsafe_new_enum_value_usage"),
            Map.entry("57014", "query_canceled"),
            Map.entry("58P01", "undefined_file"));

    private ConditionName() {}

    /** {@code " (undefined_table)"}, to stand behind "the server refused"; empty for conditions that are rarely met. */
    static String shown(String state) {
        return NAMES.containsKey(state) ? " (" + NAMES.get(state) + ")" : "";
    }
}
