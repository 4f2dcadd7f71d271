package dev.dbsync.core.copy;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides for each table in which format it travels: in BINARY where every column's bytes mean the same on both servers
 * and where masks can read those of the columns that they are for; as TEXT otherwise. Whatever is not known to be safe
 * is not. Immutable.
 *
 * <p>Bytes that hold the number of an object (of a type, a table, a function) mean something on their own server only:
 * such are those of composites, and of arrays of anything but PostgreSQL's own types, since an array names the type of
 * its elements. Text, too, is converted to the client's encoding in both formats.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4">COPY's binary format</a>
 */
public final class CopyFormats {

    /**
     * PostgreSQL's own types that have kept their bytes from version to version, as {@code format_type} names them. Not
     * among them: what holds numbers of objects; xml; and tsquery, which in binary does not take its own empty value.
     */
    private static final Set<String> SAFE = Set.of(
            "boolean",
            "\"char\"",
            "name",
            "text",
            "character",
            "bpchar",
            "character varying",
            "smallint",
            "integer",
            "bigint",
            "numeric",
            "real",
            "double precision",
            "money",
            "bytea",
            "bit",
            "bit varying",
            "uuid",
            "date",
            "time without time zone",
            "time with time zone",
            "timestamp without time zone",
            "timestamp with time zone",
            "interval",
            "json",
            "jsonb",
            "jsonpath",
            "point",
            "line",
            "lseg",
            "box",
            "path",
            "polygon",
            "circle",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "tsvector",
            "pg_lsn",
            "pg_snapshot",
            "txid_snapshot",
            "xid8",
            "refcursor",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange",
            "int4multirange",
            "int8multirange",
            "nummultirange",
            "tsmultirange",
            "tstzmultirange",
            "datemultirange");

    /** Those whose bytes are the text that a mask reads. */
    private static final Set<String> TEXTUAL =
            Set.of("text", "character varying", "character", "bpchar", "name", "json");

    /** Types of extensions whose bytes hold no number of an object. */
    private static final Map<String, Set<String>> OF_EXTENSIONS = Map.of(
            "citext", Set.of("citext"),
            "hstore", Set.of("hstore"),
            "ltree", Set.of("ltree", "lquery", "ltxtquery"),
            "cube", Set.of("cube"),
            "vector", Set.of("vector", "halfvec", "sparsevec"),
            "postgis", Set.of("geometry", "geography"));

    /** From here on there are infinite ones, which older servers take for dates far away. */
    private static final int INFINITE_INTERVALS = 17;

    private final ServerTypes source;
    private final ServerTypes target;

    CopyFormats(ServerTypes source, ServerTypes target) {
        this.source = source;
        this.target = target;
    }

    /** Looks at what both databases say of their types. */
    public static CopyFormats between(Connection source, Connection target) throws SQLException {
        return new CopyFormats(ServerTypes.read(source), ServerTypes.read(target));
    }

    /** The same for tables that are still to be made in the target, and will be what they are in the source. */
    public CopyFormats ofCopies() {
        return new CopyFormats(source, source);
    }

    /**
     * @param from in the source; of a catalog that was read with nothing but {@code pg_catalog} in the search path
     * @param into in the target, likewise
     * @param masked the names of the columns whose values a mask reads; a mask that gives NULL for all reads none
     */
    public FormatChoice of(Table from, Table into, Set<String> masked) {
        if (!source.encoding().equals(target.encoding())) {
            return FormatChoice.text(
                    "the databases' encodings differ: " + source.encoding() + " and " + target.encoding());
        }
        Set<String> jsonb = new HashSet<>();
        for (Column column : from.writableColumns()) {
            Optional<String> reason = into.column(column.name())
                    .map(other -> reason(column, other, masked.contains(column.name())))
                    .orElse(Optional.of("the target has no such column"));
            if (reason.isPresent()) {
                return FormatChoice.text(column.name(), reason.get());
            }
            if (masked.contains(column.name()) && column.baseType().equals("jsonb")) {
                jsonb.add(column.name());
            }
        }
        return FormatChoice.binary(jsonb);
    }

    private Optional<String> reason(Column column, Column other, boolean masked) {
        String type = column.baseType();
        if (!type.equals(other.baseType()) || column.kind() != other.kind()) {
            return Optional.of(type + " in the source and " + other.baseType() + " in the target");
        }
        Optional<String> unsafe = unsafe(column);
        if (unsafe.isEmpty() && masked && !isReadByMasks(column)) {
            return Optional.of("masks read no " + type + " but as text");
        }
        return unsafe;
    }

    private Optional<String> unsafe(Column column) {
        String type = column.baseType();
        return switch (column.kind()) {
            case ENUM -> Optional.empty();
            case BUILT_IN -> ofPostgres(type);
            case ARRAY_OF_BUILT_IN -> ofPostgres(type.endsWith("[]") ? type.substring(0, type.length() - 2) : type);
            case RANGE -> range(type);
            case COMPOSITE ->
                Optional.of("the bytes of the composite type " + type + " hold numbers of types of their own server");
            case ARRAY_OF_OTHER ->
                Optional.of("the bytes of " + type + " hold the number of a type of their own server");
            case OTHER -> ofExtension(type);
        };
    }

    private Optional<String> ofPostgres(String type) {
        if (type.equals("xml")) {
            return Optional.of("xml in binary names another encoding than the one it was written with");
        }
        if (!SAFE.contains(type)) {
            return Optional.of("the bytes of " + type + " do not mean the same on every server");
        }
        if (type.equals("interval")
                && source.majorVersion() >= INFINITE_INTERVALS
                && target.majorVersion() < INFINITE_INTERVALS) {
            return Optional.of("PostgreSQL " + target.majorVersion() + " would not know an infinite interval");
        }
        return Optional.empty();
    }

    private Optional<String> range(String type) {
        if (SAFE.contains(type)) {
            return Optional.empty();
        }
        String bound = source.rangeOf().get(type);
        if (bound == null || !bound.equals(target.rangeOf().get(type))) {
            return Optional.of("the bounds of " + type + " are of no type of PostgreSQL's own");
        }
        return ofPostgres(bound);
    }

    private Optional<String> ofExtension(String type) {
        Optional<ServerTypes.Extension> here = source.extension(type);
        Optional<ServerTypes.Extension> there = target.extension(type);
        boolean known = here.isPresent()
                && OF_EXTENSIONS
                        .getOrDefault(here.get().name(), Set.of())
                        .contains(here.get().type());
        if (!known || there.isEmpty() || !there.get().name().equals(here.get().name())) {
            return Optional.of("the bytes of " + type + " are not known to mean the same on both servers");
        }
        // Of citext the bytes are the text, in every version.
        if (!here.get().version().equals(there.get().version()) && !isCitext(type)) {
            return Optional.of("the extension " + here.get().name() + " is of version "
                    + here.get().version() + " in the source and " + there.get().version() + " in the target");
        }
        return Optional.empty();
    }

    private boolean isReadByMasks(Column column) {
        return column.kind() == Column.TypeKind.ENUM
                || TEXTUAL.contains(column.baseType())
                || column.baseType().equals("jsonb")
                || isCitext(column.baseType());
    }

    private boolean isCitext(String type) {
        return source.extension(type)
                .filter(extension -> extension.name().equals("citext"))
                .isPresent();
    }
}
