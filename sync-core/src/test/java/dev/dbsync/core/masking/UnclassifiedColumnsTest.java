package dev.dbsync.core.masking;

import static dev.dbsync.core.masking.Catalogs.foreignKey;
import static dev.dbsync.core.masking.Catalogs.table;
import static dev.dbsync.core.masking.Catalogs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.masking.ColumnRule.Why;
import dev.dbsync.core.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns need a rule, and what becomes of those that have none. */
class UnclassifiedColumnsTest extends PolicyFixture {

    private static final int A_MILLION = 1_000_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean",
                "smallint",
                "integer",
                "bigint",
                "numeric",
                "real",
                "double precision",
                "money",
                "uuid",
                "an_enum",
                "time without time zone",
                "time with time zone",
                "timestamp without time zone",
                "timestamptz",
                "interval",
                "text generated"
            })
    void harmlessKindsNeedNoRule(String type) throws IOException {
        MaskingPolicy policy = policy(Catalogs.of(table("t", 10, "c " + type)), "");

        assertThat(policy.masks(name("t"))).isEmpty();
        assertThat(policy.rules()).isEmpty();
        assertThat(policy.kept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "varchar(9)",
                "character(3)",
                "name",
                "citext",
                "date",
                "json",
                "jsonb",
                "xml",
                "bytea",
                "inet",
                "cidr",
                "macaddr",
                "bit",
                "tsvector",
                "point",
                "oid",
                "integer[]",
                "boolean[]",
                "int4range",
                "an_composite",
                "an_array_of_other",
                "an_other",
                "geometry",
                "\"char\""
            })
    void everyOtherKindNeedsOne(String type) {
        assertThat(refusal(Catalogs.of(table("t", 10, "c " + type)), ""))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).isEqualTo("1 column has no masking rule, and could hold personal data");
                    assertThat(problem.where()).isEqualTo("t.c");
                    assertThat(problem.remedy())
                            .contains("anonymize:\n  tables:\n    ")
                            .contains("c: ");
                });
    }

    @ParameterizedTest
    @CsvSource({"phone, bigint", "ssn, integer", "birth_date, timestamptz", "gender, an_enum", "reset_token, uuid"})
    void aHarmlessKindWhoseNameSaysOtherwiseNeedsOne(String name, String type) throws IOException {
        Catalog catalog = Catalogs.of(table("t", 10, name + " " + type));

        assertThat(refusal(catalog, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo("t." + name));
        assertThat(policy(catalog, "t: { " + name + ": keep }").kept())
                .containsExactly(new ColumnRule(name("t"), name, "keep", Why.RULE));
    }

    @Test
    void whatIsPrintedCanBePastedAndThenPasses() throws IOException {
        Catalog catalog = Catalogs.of(
                table(
                        "users",
                        A_MILLION,
                        "id bigint unique",
                        "email varchar(40) not null unique",
                        "first_name text",
                        "nick varchar(60) not null unique",
                        "phone text unique",
                        "mobile varchar(11) not null",
                        "password_hash text",
                        "code varchar(8) not null",
                        "born date not null",
                        "died date",
                        "settings jsonb not null",
                        "tags text[] not null",
                        "photo bytea",
                        "ip inet not null",
                        "during tsrange not null",
                        "ssn bigint not null",
                        "Weird-Name text"),
                table("null", 10, "no text"));

        List<Problem> problems = refusal(catalog, "");
        assertThat(problems).hasSize(1);
        String remedy = problems.get(0).remedy();
        String yaml = remedy.substring(remedy.indexOf("anonymize:"));

        assertThat(yaml)
                .contains("\n      email: email\n")
                .contains("\n      first_name: name\n")
                .contains("\n      mobile: phone\n")
                .contains("\n      phone: { strategy: phone, digits: ")
                .contains("\n      password_hash: hash\n")
                .contains("\n      died: null  # or keep")
                .contains("\n      code: { strategy: hash, digits: 6 }  # or keep")
                .contains("\n      \"Weird-Name\": name\n")
                .contains("\n    \"null\":\n      \"no\": redact")
                .doesNotContain("id:");
        assertThat(policyOf(catalog, yaml).masks(name("users"))).hasSize(16);
    }

    @Test
    void whatNothingFitsIsLeftToAPerson() {
        Catalog catalog = Catalogs.of(table("t", 10, "shape geometry not null"), table("u", 10, "a text"));

        assertThat(refusal(catalog, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy())
                        .contains("\n    # t:\n      # shape: keep  # a person must decide")
                        .contains("\n    u:\n      a: redact"));
    }

    @Test
    void lookupTablesNeedNoRules() throws IOException {
        lookups = Set.of(name("country"));
        Catalog catalog = with(
                Catalogs.of(table("country", 200, "code text unique"), table("users", 10, "country text")),
                foreignKey("users.country", "country.code"));

        assertThat(policy(catalog, "").masks(name("users"))).isEmpty();
    }

    @Test
    void unclassifiedRedactMasksTextAndRefusesTheRest() throws IOException {
        Catalog texts = Catalogs.of(table("t", 10, "a text", "b varchar(20)", "id bigint"));

        assertThat(policyOf(texts, "anonymize: { unclassified: redact }").rules())
                .containsExactly(
                        new ColumnRule(name("t"), "a", "redact", Why.UNCLASSIFIED),
                        new ColumnRule(name("t"), "b", "redact", Why.UNCLASSIFIED));

        Catalog others =
                Catalogs.of(table("t", 10, "a text", "short varchar(3)", "u text unique", "d date", "phone bigint"));
        assertThat(refusalOf(others, "anonymize: { unclassified: redact }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo("t.d, t.phone, t.short, t.u"));
    }

    @Test
    void unclassifiedKeepIsLoud() throws IOException {
        Catalog catalog = Catalogs.of(table("t", 10, "a text", "d date"));

        MaskingPolicy policy = policyOf(catalog, "anonymize: { unclassified: keep }");

        assertThat(policy.masks(name("t"))).isEmpty();
        assertThat(policy.kept()).extracting(ColumnRule::why).containsOnly(Why.UNCLASSIFIED);
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        SyncEvent.Warning.class,
                        warning -> assertThat(warning.text()).contains("t.a, t.d", "unmasked"));
    }

    @Test
    void unclassifiedKeepDoesNotOverruleARuleAcrossAForeignKey() {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "email text unique"), table("orders", 10, "email text")),
                foreignKey("orders.email", "users.email"));

        assertThat(refusalOf(catalog, "anonymize: { unclassified: keep, tables: { orders: { email: email } } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("users:\n      email: email"));
    }
}
