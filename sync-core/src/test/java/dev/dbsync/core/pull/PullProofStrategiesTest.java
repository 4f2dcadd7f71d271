package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proof holds for masks that give what others are called, and for those that keep a part of what they get. */
class PullProofStrategiesTest extends PullFixture {

    @Test
    void whatAMaskMakesOfOneNameMayBeAnothersAndIsNoSurvivor() {
        both("CREATE TABLE actor (id int PRIMARY KEY, first text)");
        server.execute(prod, "INSERT INTO actor SELECT i, 'nobody ' || i FROM generate_series(1, 600) i");
        project.pull("verify: full").rules("actor: { first: { strategy: name, realistic: first } }");
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        List<String> names = server.query(local, "SELECT first FROM actor ORDER BY id");
        for (int i = 0; i < names.size(); i++) {
            server.execute(
                    prod, "UPDATE actor SET first = '" + names.get(i).replace("'", "''") + "' WHERE id = " + (i + 1));
        }
        server.execute(local, "CREATE MATERIALIZED VIEW cast_list AS SELECT upper(first) AS first FROM actor");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.proof().orElseThrow().survivors()).isEmpty();
        // Otherwise nothing was tried.
        assertThat(server.query(local, "SELECT first FROM actor").stream()
                        .filter(name -> name.length() >= 6 && names.contains(name)))
                .hasSizeGreaterThan(20);
    }

    /** The mask has not made what it was told to leave: a company's name that its own column masks. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ann@oberland.example; { strategy: email, keepDomain: true }",
                "https://oberland.example/ann; { strategy: url, host: keep }"
            })
    void whatAMaskLeavesOfItsInputIsASurvivorWhereAnotherColumnMasksIt(String contact, String rule) {
        both("CREATE TABLE customer (id int PRIMARY KEY, company text, contact text)");
        server.execute(
                prod,
                "INSERT INTO customer SELECT i, 'Nobody & Sons ' || i, 'x' || i || '@corp.example'"
                        + " FROM generate_series(1, 50) i",
                "UPDATE customer SET company = 'Oberland', contact = '" + contact + "' WHERE id = 7");

        PullReport report = project.pull("verify: full")
                .rules("customer: { company: company, contact: " + rule + " }")
                .pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.proof().orElseThrow().survivors())
                .singleElement()
                .satisfies(found ->
                        assertThat(found.column() + " " + found.from()).isEqualTo("contact [customer.company]"));
    }

    /** Of so few rows no whole output is another's by chance; a word of it is. */
    @Test
    void aWordThatAMaskHasMadeOfItsListsIsNoSurvivorInASmallTable() {
        both(
                "CREATE TABLE ticket (id int PRIMARY KEY, last_name text)",
                "CREATE TABLE profile (id int PRIMARY KEY, billing text)");
        server.execute(
                prod,
                "INSERT INTO ticket SELECT i, 'nobody ' || i FROM generate_series(1, 20) i",
                "INSERT INTO profile SELECT i, 'Long Street ' || i FROM generate_series(1, 20) i");
        project.pull("verify: full").rules("ticket: { last_name: name }\nprofile: { billing: address }");
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        String word = server.query(local, "SELECT billing FROM profile").stream()
                .flatMap(billing -> Stream.of(billing.split("[^A-Za-z]+")))
                .filter(part -> part.length() >= 6)
                .findFirst()
                .orElseThrow();
        server.execute(prod, "UPDATE ticket SET last_name = '" + word + "' WHERE id = 1");

        PullReport held = project.pull();
        assertThat(held.problems()).isEmpty();
        assertThat(held.outcome()).isEqualTo(Outcome.PULLED);
    }

    @Test
    void aNameThatStandsWhereNoMaskMadeItIsASurvivorAllTheSame() {
        both("CREATE TABLE actor (id int PRIMARY KEY, first text, note text)");
        server.execute(
                prod,
                "INSERT INTO actor SELECT i, 'Gwendolyn' || i, CASE i WHEN 7 THEN 'that is Gwendolyn7' END"
                        + " FROM generate_series(1, 300) i");
        project.pull("verify: full").rules("actor: { first: { strategy: name, realistic: first }, note: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.proof().orElseThrow().survivors())
                .singleElement()
                .matches(found -> found.column().equals("note") && found.values() == 1);
    }

    @Test
    void masksThatKeepAPartHold() {
        both("""
                CREATE TABLE doc (id int PRIMARY KEY, body jsonb, note text, tags text[], card text, street text, site text,
                    ip inet, mail text)
                """);
        server.execute(prod, """
                INSERT INTO doc
                SELECT i,
                       jsonb_build_object('email', 'ann' || i || '@corp.example', 'kind', 'customer number ' || i, 'name', 'Ann Miller' || i),
                       'Please call Ann at ann' || i || '@corp.example or write to her office as soon as you can, thanks',
                       ARRAY['tagged as ' || i, 'another one ' || i], '4111 1111 1111 ' || lpad((i * 31)::text, 4, '0'),
                       'Long Street ' || i, 'https://corp.example/users/ann' || i, ('10.1.2.' || i)::inet,
                       'ann' || i || '@corp.example'
                FROM generate_series(1, 60) i
                """);
        project.pull("verify: full").rules("""
                doc:
                  body: { strategy: json, paths: { "$.email": email, "$.kind": keep } }
                  note: scrub
                  tags: { strategy: array, of: redact }
                  card: { strategy: partial, last: 4 }
                  street: { strategy: address, part: street }
                  site: { strategy: url, host: keep }
                  ip: ip
                  mail: email
                """);

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.proof().orElseThrow().survivors()).isEmpty();
    }

    @Test
    void onlyAColumnWhoseMaskWasToRemoveAValueIsNamedAsItsOrigin() {
        both(
                "CREATE TABLE task (id text PRIMARY KEY, body jsonb)",
                "CREATE TABLE task_index (id int PRIMARY KEY, body jsonb)");
        server.execute(
                prod,
                "INSERT INTO task SELECT 'order-' || i, jsonb_build_object('id', 'order-' || i, 'name', 'x')"
                        + " FROM generate_series(1, 30) i",
                "INSERT INTO task_index SELECT i, jsonb_build_object('id', 'order-' || i) FROM generate_series(1, 30) i");
        project.pull("verify: full").rules("""
                task: { id: keep, body: { strategy: json, paths: { "$.id": keep, "$.name": redact } } }
                task_index: { body: { strategy: json, paths: { "$.name": redact } } }
                """);

        PullReport report = project.pull();

        assertThat(report.proof().orElseThrow().survivors())
                .filteredOn(found -> found.column().equals("id"))
                .singleElement()
                .satisfies(found -> assertThat(found.origin()).isEqualTo("task_index.body"));
    }

    @Test
    void timesThatAreKeptInADocumentAreNobodysNumbers() {
        both("CREATE TABLE task (id int PRIMARY KEY, body text)");
        server.execute(prod, """
                INSERT INTO task
                SELECT i, '{"createTime":' || 1760101000000 + i * 7919 || ',"name":"Ann Miller' || i || '"}'
                FROM generate_series(1, 3000) i
                """);
        project.pull("verify: full").rules("""
                task: { body: { strategy: json, paths: { "$.createTime": keep, "$.name": redact } } }
                """);
        // Otherwise nothing is tried.
        assertThat(server.query(prod, "SELECT body FROM task"))
                .anyMatch(body -> Detectors.standard().within(body).stream()
                        .anyMatch(found -> found.kind() == DataKind.NATIONAL_NUMBER));

        PullReport report = project.pull();

        assertThat(report.proof().orElseThrow().survivors()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
    }

    @Test
    void whatDetectorsKnowIsASurvivorInAPartThatAMaskKeeps() {
        both("CREATE TABLE doc (id int PRIMARY KEY, body jsonb, mail text)");
        server.execute(prod, """
                INSERT INTO doc
                SELECT i, jsonb_build_object('contact', 'ann' || i || '@corp.example', 'name', 'x'), 'ann' || i || '@corp.example'
                FROM generate_series(1, 60) i
                """);
        project.pull("verify: full")
                .rules("doc: { body: { strategy: json, paths: { \"$.name\": redact }, rest: keep }, mail: email }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.proof().orElseThrow().survivors())
                .singleElement()
                .matches(found -> found.column().equals("body") && found.values() == 60);
    }
}
