package dev.dbsync.core.masking;

import static dev.dbsync.core.masking.Catalogs.foreignKey;
import static dev.dbsync.core.masking.Catalogs.table;
import static dev.dbsync.core.masking.Catalogs.with;
import static dev.dbsync.core.masking.Catalogs.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.masking.ColumnRule.Why;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingPolicyTest {

    private static final int A_MILLION = 1_000_000;

    @TempDir
    Path directory;

    private final List<SyncEvent> events = new ArrayList<>();
    private final List<Catalog> others = new ArrayList<>();
    private Set<TableName> lookups = Set.of();

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
                .contains("\n      \"Weird-Name\": redact  # or keep")
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

    @Test
    void misspeltNamesAreAllReportedWithTheNearestOnesAndTheirLines() {
        Catalog catalog = Catalogs.of(table("users", 10, "email text", "bio text", "id bigint"));

        List<Problem> problems = refusal(
                catalog,
                "users: { emial: email, email: emial, bio: { strategy: redact, wiht: x } }, user: { id: keep }");

        assertThat(problems)
                .extracting(Problem::what)
                .containsExactlyInAnyOrder(
                        "The table users has no column 'emial' in any environment",
                        "There is no masking strategy 'emial' (rule for users.email)",
                        "The strategy 'redact' has no option 'wiht' (rule for users.bio)",
                        "There is no table 'user' in any environment");
        assertThat(problems)
                .extracting(Problem::remedy)
                .containsExactlyInAnyOrder(
                        "Did you mean 'email'?",
                        "Did you mean 'email'?",
                        "Did you mean 'with'?",
                        "Did you mean 'users'?");
        assertThat(problems).extracting(Problem::where).allMatch(where -> where.matches(".*sync.yaml:\\d+:\\d+"));
    }

    @Test
    void aRuleMayTravelAheadOfTheMigrationThatAddsItsColumn() throws IOException {
        others.add(Catalogs.of(table("users", 10, "id bigint", "email text"), table("audit", 10, "who text")));
        Catalog prod = Catalogs.of(table("users", 10, "id bigint"));

        assertThat(policy(prod, "users: { email: email }, audit: { who: hash }").rules())
                .isEmpty();
        assertThat(refusal(prod, "users: { emall: email }, audit: { who: hsh }"))
                .hasSize(2);
    }

    @Test
    void aRuleForAGeneratedColumnIsRefused() {
        assertThat(refusal(Catalogs.of(table("t", 10, "a text generated")), "t: { a: redact }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("t.a", "generated"));
    }

    @Test
    void optionsThatWillNotDoAreRefused() {
        assertThat(refusal(
                        Catalogs.of(table("t", 10, "a text", "b text")),
                        "t: { a: { strategy: hash, digits: 100 }, b: constant }"))
                .extracting(Problem::what)
                .containsExactly(
                        "The rule for t.a will not do: 'digits' must be a whole number from 2 to 64",
                        "The rule for t.b will not do: 'value' is missing (for NULL there is the strategy 'null')");
    }

    @ParameterizedTest
    @CsvSource({
        "bigint, redact",
        "date, hash",
        "jsonb, redact",
        "text[], name",
        "an_enum, email",
        "inet, phone",
        "uuid, hash"
    })
    void aTextualMaskOnAnotherTypeIsRefusedWithWhatFits(String type, String strategy) {
        assertThat(refusal(Catalogs.of(table("t", 10, "c " + type)), "t: { c: " + strategy + " }"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).contains("'" + strategy + "' cannot mask t.c", "is no " + type);
                    assertThat(problem.remedy()).contains("null", "keep");
                });
    }

    @ParameterizedTest
    @CsvSource({"email, 33", "phone, 11", "name, 9", "redact, 10", "hash, 16"})
    void anOutputThatIsTooLongIsRefusedToTheCharacter(String strategy, int length) throws IOException {
        String rules = "t: { c: " + strategy + " }";

        assertThat(policy(Catalogs.of(table("t", 10, "c varchar(" + length + ")")), rules)
                        .masks(name("t")))
                .containsOnlyKeys("c");
        assertThat(refusal(Catalogs.of(table("t", 10, "c varchar(" + (length - 1) + ")")), rules))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.what()).contains(length + " characters", "(" + (length - 1) + ")"));
    }

    @Test
    void lengthsCountCharactersAndNotBytes() throws IOException {
        String rules = "t: { c: { strategy: redact, with: 'äöü😀' } }";

        assertThat(policy(Catalogs.of(table("t", 10, "c varchar(4)")), rules).masks(name("t")))
                .containsOnlyKeys("c");
        assertThat(refusal(Catalogs.of(table("t", 10, "c varchar(3)")), rules)).hasSize(1);
    }

    @Test
    void nullOnAColumnThatIsNotNullIsRefused() {
        assertThat(refusal(Catalogs.of(table("t", 10, "c text not null")), "t: { c: null }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("NOT NULL"));
    }

    @ParameterizedTest
    @CsvSource({
        "redact, 2, false", "phone, 2, false", "email, 6000000, true", "email, 7000000, false",
        "hash, 6000000, true", "hash, 7000000, false", "name, 1000000, true", "keep, 900000000, true",
        "null, 900000000, true", "redact, 1, true"
    })
    void onAUniqueColumnTheChanceOfACollisionDecides(String strategy, long rows, boolean passes) throws IOException {
        Catalog catalog = Catalogs.of(table("t", rows, "c text unique"));
        String rules = "t: { c: " + strategy + " }";

        if (passes) {
            assertThat(policy(catalog, rules)).isNotNull();
        } else {
            assertThat(refusal(catalog, rules)).singleElement().satisfies(problem -> {
                assertThat(problem.what()).contains("t.c", "t_c_key");
                assertThat(problem.where()).contains("sync.yaml:");
            });
        }
    }

    @Test
    void theRefusalNamesWhatWouldDoAndItDoes() throws IOException {
        Catalog catalog = Catalogs.of(table("t", 50L * A_MILLION, "c text not null unique"));

        Problem problem = refusal(catalog, "t: { c: email }").get(0);

        assertThat(problem.what()).contains("50,000,000 rows");
        assertThat(problem.remedy()).contains("{ strategy: email, digits: 20 }");
        assertThat(policy(catalog, "t: { c: { strategy: email, digits: 20 } }").rules())
                .hasSize(1);
    }

    @Test
    void aCompositeKeyIsHarmlessWhereItsOtherColumnsAreAKeyThemselves() throws IOException {
        Catalog catalog = Catalogs.of(withKey(table("t", A_MILLION, "id bigint not null unique", "c text"), "id", "c"));

        assertThat(policy(catalog, "t: { c: redact }").masks(name("t"))).containsOnlyKeys("c");
    }

    @Test
    void aCompositeKeyOfMaskedColumnsAloneIsJudgedByItsWeakest() {
        Catalog catalog = Catalogs.of(withKey(table("t", 1_000, "a text", "b text"), "a", "b"));

        assertThat(refusal(catalog, "t: { a: hash, b: phone }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("'phone' cannot mask t.b"));
    }

    @Test
    void aRuleThatTearsAForeignKeyIsRefused() {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "email text unique"), table("orders", 10, "email text")),
                foreignKey("orders.email", "users.email"));

        assertThat(refusal(catalog, "users: { email: email }, orders: { email: hash }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("orders.email", "users.email"));
        assertThat(refusal(catalog, "users: { email: email }, orders: { email: keep }"))
                .hasSize(1);
    }

    @Test
    void aMaskOnAReferenceToAKeptKeyIsRefusedButNullIsNot() throws IOException {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "id bigint unique"), table("orders", 10, "user_id bigint")),
                foreignKey("orders.user_id", "users.id"));

        assertThat(refusal(catalog, "orders: { user_id: { strategy: constant, value: 1 } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("tear"));
        assertThat(policy(catalog, "orders: { user_id: null }").masks(name("orders")))
                .containsOnlyKeys("user_id");
        assertThat(policy(catalog, "orders: { user_id: keep }").masks(name("orders")))
                .isEmpty();
    }

    @Test
    void aReferencingColumnNeedsNoRuleOfItsOwn() throws IOException {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "ssn bigint unique"), table("orders", 10, "ssn bigint")),
                foreignKey("orders.ssn", "users.ssn"));

        assertThat(refusal(catalog, ""))
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo("users.ssn"));
        assertThat(policy(catalog, "users: { ssn: keep }").kept())
                .contains(new ColumnRule(name("orders"), "ssn", "keep", Why.INHERITED));
    }

    @Test
    void aRuleThatDoesNotFitAnInheritingColumnIsRefused() {
        Catalog catalog = with(
                Catalogs.of(table("users", 10, "email text unique"), table("orders", 10, "email varchar(30)")),
                foreignKey("orders.email", "users.email"));

        assertThat(refusal(catalog, "users: { email: email }")).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("orders.email", "33 characters");
            assertThat(problem.remedy()).contains("for users.email");
        });
    }

    @Test
    void tablesMayBeNamedWithTheirSchemaAndRulesOfBothNamesCount() throws IOException {
        Catalog catalog = Catalogs.of(table("t", 10, "a text", "b text"));

        assertThat(policy(catalog, "t: { a: redact }, public.t: { b: hash }").masks(name("t")))
                .containsOnlyKeys("a", "b");
        assertThat(refusal(catalog, "t: { a: redact, b: hash }, public.t: { b: name }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("two rules"));
    }

    @Test
    void tablesThatAreNotSelectedAreNotJudged() throws IOException {
        Catalog catalog = Catalogs.of(table("t", 10, "a text"), table("other", 10, "b text"));

        MaskingPolicy policy = policyOf(
                catalog,
                "anonymize: { tables: { t: { a: hash } } }",
                List.of(catalog.tables().get(0)));

        assertThat(policy.masks(name("t"))).containsOnlyKeys("a");
        assertThatThrownBy(() -> policy.masks(name("other"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noRefusalEverHoldsTheKey() {
        RefusedException refusal = catchThrowableOfType(
                RefusedException.class, () -> policy(Catalogs.of(table("t", 10, "a text unique")), "t: { a: redact }"));

        assertThat(refusal.getMessage()).doesNotContain("000102030405");
    }

    @Test
    void theFingerprintIsTheKeys() throws IOException {
        assertThat(policy(Catalogs.of(table("t", 10, "id bigint")), "").keyFingerprint())
                .isEqualTo(Masks.KEY.fingerprint());
    }

    private static TableName name(String table) {
        return new TableName("public", table);
    }

    private List<Problem> refusal(Catalog catalog, String rules) {
        return refusalOf(catalog, "anonymize: { tables: { " + rules + " } }");
    }

    private List<Problem> refusalOf(Catalog catalog, String yaml) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> policyOf(catalog, yaml));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.problems();
    }

    private MaskingPolicy policy(Catalog catalog, String rules) throws IOException {
        return policyOf(catalog, "anonymize: { tables: { " + rules + " } }");
    }

    private MaskingPolicy policyOf(Catalog catalog, String yaml) throws IOException {
        return policyOf(catalog, yaml, catalog.tables());
    }

    private MaskingPolicy policyOf(Catalog catalog, String yaml, List<Table> selected) throws IOException {
        AnonymizeConfig config = ConfigFile.read(Files.writeString(directory.resolve("sync.yaml"), yaml), directory)
                .anonymize();
        return MaskingPolicy.of(
                new MaskingScope(config, catalog, others, selected, lookups, "public"),
                Masks.KEY,
                new NoRows(),
                events::add);
    }

    /** A source that was analyzed and has no other indexes; whatever could collide, may. */
    private static final class NoRows implements SourceRows {

        @Override
        public List<UniqueIndex> otherUniqueIndexes() {
            return List.of();
        }

        @Override
        public Map<ColumnId, GeneratedColumn> generatedColumns() {
            return Map.of();
        }

        @Override
        public Map<TableName, Set<String>> partitionKeys() {
            return Map.of();
        }

        @Override
        public long count(TableName table) {
            throw new AssertionError("the estimate would have done for " + table);
        }

        @Override
        public double pairsAlike(UniqueIndex index, List<String> columns) {
            return Double.MAX_VALUE;
        }

        @Override
        public long merged(UniqueIndex index, String column, Normalization normalization) {
            return 0;
        }
    }
}
