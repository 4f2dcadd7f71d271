package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.UniqueIndex.Use;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniqueIndexTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "lower(email) ; email ; FOLDED",
                "lower(email::text) ; email ; FOLDED",
                "lower((email)::text) ; email ; FOLDED",
                "upper((email)::character varying) ; email ; FOLDED",
                "lower(\"E-Mail\") ; E-Mail ; FOLDED",
                "lower(\"a\"\"b\") ; a\"b ; FOLDED",
                "lower(email) ; other ; NONE",
                "lower(email || name) ; email ; OPAQUE",
                "split_part(email, '@'::text, 2) ; email ; OPAQUE",
                "lower(left(email, 5)) ; email ; OPAQUE",
                "COALESCE(email, ''::text) ; email ; OPAQUE"
            })
    void anExpressionIsUnderstoodOnlyWhereItFoldsCase(String expression, String column, Use use) {
        Set<String> mentioned = use == Use.NONE ? Set.of() : Set.of(column);

        assertThat(index(List.of(), List.of(expression), mentioned, null).use(column))
                .isEqualTo(use);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(deleted_by IS NULL) ; deleted_by ; NULLNESS",
                "((deleted_by IS NOT NULL) AND active) ; deleted_by ; NULLNESS",
                "(\"By\" IS NULL) ; By ; NULLNESS",
                "((deleted_by IS NULL) OR (deleted_by = 'x'::text)) ; deleted_by ; OPAQUE",
                "(not_deleted_by IS NULL) ; deleted_by ; NULLNESS",
                "(status = 'live'::text) ; status ; OPAQUE"
            })
    void aPredicateIsUnderstoodOnlyWhereItAsksForNull(String predicate, String column, Use use) {
        assertThat(index(List.of("id"), List.of(), Set.of(column), predicate).use(column))
                .isEqualTo(use);
    }

    private static UniqueIndex index(
            List<String> columns, List<String> expressions, Set<String> mentioned, String predicate) {
        return new UniqueIndex(
                "i",
                new TableName("public", "t"),
                columns,
                expressions,
                mentioned,
                Optional.ofNullable(predicate),
                true,
                List.of());
    }
}
