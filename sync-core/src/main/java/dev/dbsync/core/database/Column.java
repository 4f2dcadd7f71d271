package dev.dbsync.core.database;

import java.util.Optional;

/**
 * A column as the catalog describes it.
 *
 * @param name exactly as stored
 * @param type with its modifier, as {@code format_type} writes it: {@code character varying(40)}
 * @param baseType the type below all domains and without a modifier, schema-qualified by {@code format_type} where it
 *     is not in {@code pg_catalog}
 * @param kind what sort of type the base type is
 * @param maxLength of a {@code varchar(n)} or {@code char(n)} (through domains), in characters
 * @param notNull whether NULL is refused, by the column or by its domain
 * @param generated whether it is {@code GENERATED ALWAYS AS (…)}: not to be written
 * @param identity whether and how it is an identity column
 * @param hasDefault whether it has a default of its own
 * @param comment where there is one
 */
public record Column(
        String name,
        String type,
        String baseType,
        TypeKind kind,
        Optional<Integer> maxLength,
        boolean notNull,
        boolean generated,
        Identity identity,
        boolean hasDefault,
        Optional<String> comment) {

    /** {@code pg_type.typtype} of the base type, with arrays and types of extensions told apart. */
    public enum TypeKind {
        /** A type that PostgreSQL brings. */
        BUILT_IN,
        ENUM,
        COMPOSITE,
        RANGE,
        /** An array of a type that PostgreSQL brings. */
        ARRAY_OF_BUILT_IN,
        /** An array of anything else. */
        ARRAY_OF_OTHER,
        /** A type of an extension, or a base type that a user made. */
        OTHER
    }

    /** {@code pg_attribute.attidentity}. */
    public enum Identity {
        NONE,
        ALWAYS,
        BY_DEFAULT
    }
}
