package dev.dbsync.core.comparison;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hashes of rows and values, in SQL that gives the same result on two servers whenever a copy was exact, and another
 * one whenever it was not.
 *
 * <p>PostgreSQL's own hash of a type follows its {@code =}, which is too coarse here ({@code 1.0} and {@code 1.00},
 * {@code 0} and {@code -0}, {@code 1 mon} and {@code 30 days} are equal), or differs between databases (enums by OID,
 * texts under a nondeterministic collation by the version of ICU). So only types whose hash is that of all their bits
 * are hashed as they are, some by the bytes that they are sent in, and every other one by its text form, which is what
 * COPY carries.
 *
 * @param recordHash whether {@code hash_record_extended} is alike on both servers; otherwise md5
 * @param sameEncoding of both databases; otherwise texts are hashed in UTF-8
 */
record RowHash(boolean recordHash, boolean sameEncoding) {

    /** Their hashes are of all their bits. */
    private static final Set<String> EXACT = Set.of(
            "boolean",
            "smallint",
            "integer",
            "oid",
            "date",
            "uuid",
            "bytea",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "pg_lsn");

    /** Their hashes fold 64 bits into 32: 1 and 2^32 would be the same. */
    private static final Map<String, String> BY_BYTES = Map.of(
            "bigint", "int8send",
            "numeric", "numeric_send",
            "time without time zone", "time_send",
            "time with time zone", "timetz_send",
            "timestamp without time zone", "timestamp_send",
            "timestamp with time zone", "timestamptz_send");

    /** A cast to text cuts what these say: blanks at the end, an XML declaration's encoding. */
    private static final Map<String, String> OUTPUT = Map.of("character", "bpcharout", "bpchar", "bpcharout");

    private static final String PROBE = """
            SELECT current_setting('server_encoding'),
                   hash_record_extended(
                       ROW (true, 1::int2, -70000, 7::oid, date '2024-02-29', 'Sync'::text COLLATE "C", '\\x00ff80'::bytea,
                           '9f0f7d0e-3a52-4f3e-9b51-6f3d0b4a2c11'::uuid, '10.1.2.3/8'::inet, '2001:db8::/32'::cidr,
                           '08:00:2b:01:02:03'::macaddr, '08:00:2b:01:02:03:04:05'::macaddr8, '16/B374D848'::pg_lsn,
                           int8send(-4294967297), NULL::text),
                       0)
            """;

    /** What both servers hash alike. */
    static RowHash agreed(Connection source, Connection target) throws SQLException {
        Probe there = probe(source);
        Probe here = probe(target);
        return new RowHash(there.hash() == here.hash(), there.encoding().equals(here.encoding()));
    }

    /** A bigint for a row of these columns, never NULL; a row of NULLs, or of no column, has one, too. */
    String row(List<Column> columns, String alias) {
        return hash(columns.stream().map(column -> exact(column, alias)).toList());
    }

    /** A bigint for a value, whatever its letters' case and blanks at the end of a char(n); NULL for NULL. */
    String folded(Column column, String alias) {
        String text = foldedText(column, alias);
        // A row value of NULLs "is NULL", too; all others need not be read a second time to know.
        String known = column.kind() == Column.TypeKind.COMPOSITE ? text : reference(column, alias);
        return "CASE WHEN " + known + " IS NOT NULL THEN " + hash(List.of(inOneEncoding(text))) + " END";
    }

    /** What {@link #folded} hashes. */
    static String foldedText(Column column, String alias) {
        String reference = reference(column, alias);
        String text = OUTPUT.containsKey(column.baseType()) ? reference + "::text" : text(column, reference);
        return "lower((" + text + ") COLLATE \"C\")";
    }

    /** The value as COPY's text format has it, before escaping; NULL for NULL. */
    static String text(Column column, String expression) {
        if (column.kind() == Column.TypeKind.BUILT_IN) {
            if (OUTPUT.containsKey(column.baseType())) {
                return "textin(" + OUTPUT.get(column.baseType()) + "(" + expression + "))";
            }
            if (column.baseType().equals("xml")) {
                return "textin(xml_out(" + expression + "))";
            }
        }
        return expression + "::text";
    }

    /** The column of a table with this alias. */
    static String reference(Column column, String alias) {
        return alias + "." + Sql.identifier(column.name());
    }

    private String exact(Column column, String alias) {
        String reference = reference(column, alias);
        if (column.kind() == Column.TypeKind.BUILT_IN) {
            if (EXACT.contains(column.baseType())) {
                return reference;
            }
            Optional<String> send = Optional.ofNullable(BY_BYTES.get(column.baseType()));
            if (send.isPresent()) {
                return send.get() + "(" + reference + ")";
            }
        }
        return inOneEncoding("(" + text(column, reference) + ") COLLATE \"C\"");
    }

    private String inOneEncoding(String text) {
        return sameEncoding ? text : "convert_to(" + text + ", 'UTF8')";
    }

    private String hash(List<String> expressions) {
        String row = "ROW(" + String.join(", ", expressions) + ")";
        return recordHash
                ? "hash_record_extended(" + row + ", 0)"
                : "('x' || left(md5(" + row + "::text), 16))::bit(64)::bigint";
    }

    private static Probe probe(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PROBE)) {
            row.next();
            return new Probe(row.getString(1), row.getLong(2));
        }
    }

    private record Probe(String encoding, long hash) {}
}
