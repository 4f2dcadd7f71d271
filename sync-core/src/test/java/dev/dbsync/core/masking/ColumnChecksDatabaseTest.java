package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dbsync.core.problem.Problem;
import org.junit.jupiter.api.Test;

/** A rule is held against all that its column is bound by before a row is read. */
class ColumnChecksDatabaseTest extends PolicyDatabaseFixture {

    @Test
    void aConstantMustBeAValueOfTheEnumTheDomainOrTheType() throws Exception {
        server.execute(
                prod,
                "CREATE TYPE mood AS ENUM ('good', 'bad')",
                "CREATE DOMAIN text_mail AS text CHECK (VALUE LIKE '%@%')",
                "CREATE TABLE t (m mood, mail text_mail, other text_mail, born date, note text)");

        assertThat(refusal("t: { m: { strategy: constant, value: ugly }, mail: redact, other: { strategy: constant,"
                        + " value: none }, born: { strategy: constant, value: 2000-02-30 }, note: redact }"))
                .extracting(Problem::what)
                .satisfiesExactlyInAnyOrder(
                        what -> assertThat(what).contains("t.m", "no value of the type"),
                        what -> assertThat(what).contains("t.mail", "no value of the type"),
                        what -> assertThat(what).contains("t.other", "no value of the type"),
                        what -> assertThat(what).contains("t.born", "no value of the type date"));
        assertThat(policy("t: { m: { strategy: constant, value: bad }, mail: { strategy: redact, with: 'a@b' }, other:"
                                + " email, born: { strategy: constant, value: '2000-02-29' }, note: redact }")
                        .masks(table("t")))
                .hasSize(5);
    }

    @Test
    void anExclusionByAnotherOperatorThanEqualityCannotBeReasonedAbout() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE room (number int4range, during tstzrange,"
                        + " EXCLUDE USING gist (number WITH =, during WITH &&))",
                "INSERT INTO room VALUES ('[1,2)', '[2020-01-01,2020-02-01)'), ('[2,3)', '[2020-01-15,2020-02-15)')");
        String constant = "{ strategy: constant, value: '[1000,1001)' }";

        assertThat(refusal("room: { number: keep, during: { strategy: constant, value: '[2000-01-01,2000-01-02)' } }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("room.during", "not known"));
        assertThat(refusal("room: { number: " + constant + ", during: keep }"))
                .as("although no two rows are of the same time")
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("room.number", "same value"));
        assertThat(policy("room: { number: " + constant + ", during: 'null' }").masks(table("room")))
                .as("a NULL is in nobody's way")
                .hasSize(2);
    }

    @Test
    void aForeignKeyThatIsMatchFullIsCutWhollyOrNotAtAll() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE person (a int, b int, PRIMARY KEY (a, b))",
                "CREATE TABLE pet (a int, b int, FOREIGN KEY (a, b) REFERENCES person MATCH FULL)",
                "CREATE TABLE toy (a int, b int, FOREIGN KEY (a, b) REFERENCES person)");
        String keys = "person: { a: keep, b: keep }, toy: { a: 'null' }, ";

        assertThat(refusal(keys + "pet: { a: 'null' }")).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("pet_a_b_fkey", "MATCH FULL");
            assertThat(problem.where()).contains("sync.yaml:1:");
        });
        assertThat(policy(keys + "pet: { a: 'null', b: 'null' }").masks(table("pet")))
                .hasSize(2);
    }

    @Test
    void whatIsTooLongForAnIndexIsRefused() throws Exception {
        server.execute(prod, "CREATE TABLE t (a text, b text)", "CREATE INDEX t_a ON t (a)");
        String letter = "\u00e4".repeat(1400);

        assertThat(refusal("t: { a: { strategy: redact, with: '" + letter + "' }, b: keep }"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("too long for the index t_a"));
        assertThat(policy("t: { b: { strategy: redact, with: '" + letter + "' }, a: redact }")
                        .masks(table("t")))
                .hasSize(2);
    }

    @Test
    void whatIsComputedFromMaskedAndFromKeptColumnsIsNamed() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE t (a text, b text, n int, c text GENERATED ALWAYS AS (a || b || n) STORED,"
                        + " d int GENERATED ALWAYS AS (n + 1) STORED)",
                "CREATE INDEX t_lower ON t (lower(a))",
                "CREATE INDEX t_some ON t (n) WHERE b <> 'x'",
                "CREATE INDEX t_n ON t ((n + 1))");

        assertThat(policy("t: { a: hash, b: keep }").derived())
                .extracting(derived -> derived.name() + " " + derived.masked() + derived.kept())
                .containsExactly("c [a][b, n]", "d [][n]", "t_lower [a][]");
        assertThat(policy("t: { a: keep, b: hash }").derived())
                .extracting(derived -> derived.name() + " " + derived.masked() + derived.kept())
                .containsExactly("c [b][a, n]", "d [][n]", "t_some [b][n]");
    }

    @Test
    void theProbabilityOfACollisionIsKnownAlsoWhereItIsAccepted() throws Exception {
        server.execute(
                prod,
                "CREATE TABLE t (id int PRIMARY KEY, email text UNIQUE, name text, code text, area text, UNIQUE (area, code))",
                "INSERT INTO t SELECT i, 'u' || i, 'n', i, i % 2 FROM generate_series(1, 1000) i",
                "ANALYZE t");

        MaskingPolicy policy =
                policy("t: { email: email, name: name, code: { strategy: hash, digits: 20 }, area: keep }");

        assertThat(policy.rules())
                .filteredOn(rule -> rule.column().equals("email"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.collision().orElseThrow())
                        .isCloseTo(1000 * 999 / 2 / Math.pow(2, 64), within(1e-20)));
        assertThat(policy.rules())
                .filteredOn(rule -> rule.column().equals("code"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.collision().orElseThrow()).isPositive());
        assertThat(policy.rules())
                .filteredOn(rule -> rule.column().equals("name"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.collision()).isEmpty());
    }
}
