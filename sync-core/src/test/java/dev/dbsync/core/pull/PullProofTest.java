package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.report.MaskingHtml;
import dev.dbsync.core.report.PullJson;
import dev.dbsync.core.report.PullText;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way a masked value takes into the target, the proof finds it there. */
class PullProofTest extends PullFixture {

    private static final String PEOPLE = "CREATE TABLE people (id int PRIMARY KEY, email text, full_name text)";

    @BeforeEach
    void peopleAndDepth() {
        both(PEOPLE);
        server.execute(prod, """
                INSERT INTO people
                SELECT i, 'Person' || i || '@corp.example', 'Ann' || i || ' Miller' || i FROM generate_series(1, 50) i
                """);
        project.pull("verify: full").rules("people: { email: email, full_name: name }");
    }

    @Test
    void aPullThatMaskedEverythingHolds() {
        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        ProofReport proof = report.proof().orElseThrow();
        assertThat(proof.holds()).isTrue();
        assertThat(proof.valuesSought()).isEqualTo(100);
        assertThat(proof.columnsSearched()).isEqualTo(2);
        assertThat(proof.textsSearched()).isEqualTo(100);
        ProofReport.Masked email = proof.masked().get(0);
        assertThat(email.column()).isEqualTo("email");
        assertThat(email.values()).isEqualTo(50);
        assertThat(email.before().orElseThrow().values()).isEqualTo(50);
        assertThat(email.after().orElseThrow().longest()).isEqualTo(33);
        assertThat(PullText.of(report)).contains("Proof: of 100 masked values none came back as it was");
        assertThat(PullJson.of(report)).contains("\"proof\"", "\"valuesSought\" : 100");
    }

    @Test
    void columnsOfUuidsAreSearchedWhereOneIsSought() {
        both(
                "CREATE TABLE device (id int PRIMARY KEY, token uuid)",
                "CREATE TABLE visit (id int PRIMARY KEY, token uuid)");
        server.execute(
                prod,
                "INSERT INTO device SELECT i, md5(i::text)::uuid FROM generate_series(1, 50) i",
                "INSERT INTO visit SELECT i, md5((i + 49)::text)::uuid FROM generate_series(1, 50) i");
        project.rules("""
                people: { email: email, full_name: name }
                device: { token: keep }
                visit: { token: keep }
                """);
        ProofReport held = project.pull().proof().orElseThrow();
        assertThat(held.holds()).isTrue();
        assertThat(held.columnsSearched()).isEqualTo(2);

        project.rules("""
                people: { email: email, full_name: name }
                device: { token: uuid }
                visit: { token: keep }
                """);
        ProofReport leaked = project.pull().proof().orElseThrow();
        assertThat(leaked.columnsSearched()).isEqualTo(4);
        assertThat(leaked.survivors())
                .extracting(ProofReport.Survivor::column, ProofReport.Survivor::values, ProofReport.Survivor::origin)
                .containsExactly(tuple("token", 1L, "device.token"));
    }

    @Test
    void whatAnotherColumnMasksIsFoundWhereAMaskOfPartsHasLeftIt() {
        both("CREATE TABLE note (id int PRIMARY KEY, person text, message text)");
        server.execute(prod, """
                INSERT INTO note
                SELECT i, 'Person-Number-' || i, 'A call from Ann' || i || ' Miller' || i || ' about the bill'
                FROM generate_series(1, 50) i
                """);
        server.execute(prod, "UPDATE people SET full_name = 'Person-Number-7' WHERE id = 7");
        project.rules("people: { email: email, full_name: name }\nnote: { person: scrub, message: scrub }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.proof().orElseThrow().survivors())
                .extracting(ProofReport.Survivor::column, ProofReport.Survivor::values, ProofReport.Survivor::origin)
                .containsExactlyInAnyOrder(
                        tuple("person", 1L, "people.full_name"), tuple("message", 49L, "people.full_name"));
        assertThat(PullText.of(report))
                .contains("note.person, note.message are masked, and hold them all the same")
                .doesNotContain("ask these columns too", "ask the others too");
    }

    @Test
    void whatAMaskLeavesOfADocumentIsNotSoughtElsewhereButWhatItMasksIs() {
        both("CREATE TABLE job (id text PRIMARY KEY, input text)");
        server.execute(prod, """
                INSERT INTO job
                SELECT 'billing-run-' || i, '{"job": "billing-run-' || i || '", "mail": "ann' || i || '@corp.example"}'
                FROM generate_series(1, 50) i
                """);
        project.rules("people: { email: email, full_name: name }\njob: { id: keep, input: scrub }");

        PullReport held = project.pull();
        assertThat(held.problems()).isEmpty();
        assertThat(held.outcome()).isEqualTo(Outcome.PULLED);

        server.execute(prod, "UPDATE job SET id = 'ann7@corp.example' WHERE id = 'billing-run-7'");
        PullReport leaked = project.pull();
        assertThat(leaked.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(leaked.proof().orElseThrow().survivors()).singleElement().satisfies(survivor -> {
            assertThat(survivor.column()).isEqualTo("id");
            assertThat(survivor.values()).isEqualTo(1);
        });
    }

    @Test
    void aPullInPlaceThatEndsBeforeItIsProvedIsAnInterruptedOne() {
        project.mode("in-place").onEvent(event -> {
            if (event instanceof SyncEvent.StepStarted started && started.step().startsWith("Prove")) {
                throw new SyncException(new Problem("ended", "here", ""));
            }
        });

        PullReport ended = project.pull();

        assertThat(ended.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(PullText.of(ended)).contains("-Dsync.resume");
        PullReport resumed = project.onEvent(event -> {}).resume(true).pull();
        assertThat(resumed.outcome()).as(PullText.of(resumed)).isEqualTo(Outcome.PULLED);
        assertThat(resumed.proof().orElseThrow().holds()).isTrue();
        MaskingReport page = MaskingReport.of(resumed).orElseThrow();
        assertThat(page.earlier()).containsExactly("people");
        String incomplete = "values deleted or changed on the source since are not sought";
        assertThat(PullText.of(resumed)).contains("proved in part", incomplete, "These tables: people");
        assertThat(MaskingHtml.of(page)).contains("verdict bad", incomplete);
        assertThat(PullJson.of(resumed)).contains("\"provenInPart\" : [ \"people\" ]");
    }

    @Test
    void aTriggerThatCopiesTheAddressElsewhereIsFound() {
        both(
                "CREATE TABLE audit (at int, who text)",
                """
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO audit VALUES (NEW.id, 'was ' || upper(NEW.email)); RETURN NEW; END $$
                """,
                "CREATE TRIGGER t BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION note()");
        server.execute(prod, "INSERT INTO people VALUES (99, 'zoe@corp.example', 'Zoe')");
        project.rules("people: { email: email, full_name: name }\naudit: { who: keep }");

        assertSurvivors("audit.who");
    }

    @Test
    void whatATriggerOfTheTargetOnceWroteIsFound() {
        server.execute(
                local,
                "CREATE TABLE audit (who text)",
                "INSERT INTO audit SELECT 'was person' || i || '@CORP.example' FROM generate_series(1, 3) i");

        assertSurvivors("audit.who");
    }

    @Test
    void aColumnThatTheTargetComputesFromAKeptOneIsFound() {
        server.execute(prod, "ALTER TABLE people ADD note text");
        server.execute(
                local,
                "ALTER TABLE people ADD note text",
                "ALTER TABLE people ADD shout text GENERATED ALWAYS AS (upper(note)) STORED");
        server.execute(prod, "UPDATE people SET note = 'mail ' || email WHERE id = 7");
        project.rules("people: { email: email, full_name: name, note: keep }");

        assertSurvivors("people.note", "people.shout");
    }

    @Test
    void aMaterializedViewThatNobodyRefreshesIsFound() {
        server.execute(local, "CREATE MATERIALIZED VIEW old AS SELECT 'person7@corp.example'::text AS mail, 1 AS one");

        assertSurvivors("old.mail");
    }

    @Test
    void aViewIsNoCopy() {
        server.execute(local, "CREATE VIEW seen AS SELECT 'person7@corp.example'::text AS mail");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "jsonb~jsonb_build_object('old', jsonb_build_array(email), 'id', id)",
                "json~json_build_object('mail', email)",
                "text[]~ARRAY['x', upper(email)]",
                "tsvector~to_tsvector('simple', 'by ' || email)",
                "bytea~convert_to(email, 'UTF8')",
                "bytea[]~ARRAY[convert_to('to ' || email, 'UTF8')]",
                "xml~xmlelement(name a, email)",
                "text~'call ' || full_name || ' back'",
                "varchar(99)~initcap(full_name)",
                "char(60)~email",
                "citext~upper(email)",
                "hstore~hstore('who', full_name)",
                "address~ROW('x', email)::address",
                "address[]~ARRAY[ROW('x', email)::address]",
                "mail~email::mail",
                "textrange~textrange(email, 'z', '[]')"
            })
    void aKeptColumnThatHoldsAMaskedOnesValuesIsFoundWhateverItsType(String type, String value) {
        both(
                "CREATE EXTENSION citext",
                "CREATE EXTENSION hstore",
                "CREATE TYPE address AS (street text, mail text)",
                "CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%')",
                "CREATE TYPE textrange AS RANGE (subtype = text, collation = \"C\")",
                "CREATE TABLE log (id int, what " + type + ")");
        server.execute(prod, "INSERT INTO log SELECT id, " + value + " FROM people WHERE id <= 5");
        project.rules("people: { email: email, full_name: name }\nlog: { what: keep }");

        assertSurvivors("log.what");
    }

    @Test
    void aPartitionThatOnlyTheTargetHasIsFound() {
        server.execute(
                local,
                "CREATE TABLE event (at int, what text) PARTITION BY LIST (at)",
                "CREATE TABLE event_1 PARTITION OF event FOR VALUES IN (1)",
                "INSERT INTO event VALUES (1, 'login of PERSON9@corp.example')");

        assertSurvivors("event.what");
    }

    @Test
    void aNumberInACommentIsFoundHoweverItIsWritten() {
        both("CREATE TABLE calls (id int, phone text, remark text)");
        server.execute(prod, """
                INSERT INTO calls
                SELECT i, '+49 151 234567' || lpad(i::text, 2, '0'), 'call 0151/23 45-67 ' || lpad(i::text, 2, '0')
                FROM generate_series(1, 9) i
                """);
        project.rules("people: { email: email, full_name: name }\ncalls: { phone: phone, remark: keep }");

        assertSurvivors("calls.remark");
    }

    @Test
    void aLookupTableIsSearchedToo() {
        both("CREATE TABLE template (code text PRIMARY KEY, body text)");
        server.execute(prod, "INSERT INTO template VALUES ('a', 'Yours, Ann7 Miller7')");
        project.lookups("template");

        assertSurvivors("template.body");
    }

    /** Ordinary words are nobody's, though somebody may be called so. */
    @Test
    void wordsThatStandOftenInKeptColumnsAreListedAndFailNothing() {
        both("CREATE TABLE address (id int, city text)");
        server.execute(
                prod,
                "INSERT INTO people VALUES (100, 'berlin@corp.example', 'Berlin')",
                "INSERT INTO address SELECT i, 'Berlin' FROM generate_series(1, 30) i",
                "INSERT INTO address VALUES (99, 'Test')",
                "INSERT INTO people VALUES (101, 'test@corp.example', 'Test')");
        project.rules("people: { email: email, full_name: name }\naddress: { city: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.proof().orElseThrow().common())
                .containsExactly(new ProofReport.Common(address(), "city", 1, 30));
        assertThat(PullText.of(report)).contains("address.city: 1 of the masked values are ordinary words");
    }

    @Test
    void aNamedColumnIsAccepted() {
        both("CREATE TABLE address (id int, city text)");
        server.execute(
                prod,
                "INSERT INTO people VALUES (100, 'x@corp.example', 'Holzminden')",
                "INSERT INTO address VALUES (1, 'Holzminden')");
        project.rules("people: { email: email, full_name: name }\naddress: { city: keep }");
        assertSurvivors("address.city");
        project.anonymize("proof: { allow: [address.city] }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.proof().orElseThrow().survivors()).singleElement().matches(ProofReport.Survivor::allowed);
        assertThat(PullText.of(report)).contains("allowed by anonymize.proof.allow");
    }

    @Test
    void columnsThatSurvivorsStandInAreListedAndWhatToDoIsSaidOnce() {
        both("CREATE TABLE address (id int, city text)", "CREATE TABLE note (id int, body text)");
        server.execute(
                prod,
                "INSERT INTO people VALUES (100, 'x@corp.example', 'Holzminden')",
                "INSERT INTO address VALUES (1, 'Holzminden')",
                "INSERT INTO note VALUES (1, 'x@corp.example')");
        project.rules("people: { email: email, full_name: name }\naddress: { city: keep }\nnote: { body: keep }");

        PullReport report = project.pull();

        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what())
                    .startsWith("What should have been masked stands in 2 columns of the target:\n")
                    .containsPattern("\n  - 1 identifying value of people[.]\\w+ stands in address[.]city [(]1 time")
                    .containsPattern("\n  - 1 identifying value of people[.]\\w+ stands in note[.]body [(]1 time");
            assertThat(problem.remedy()).contains("allow: [address.city, note.body]");
        });
        assertThat(PullText.of(report)).containsOnlyOnce("Mask these columns too");
    }

    @Test
    void whatDetectorsKnowInColumnsThatNobodyDecidedAboutFailsTheRun() {
        both("CREATE TABLE ticket (id int, body text)");
        server.execute(prod, "INSERT INTO ticket VALUES (1, 'write to somebody.else@corp.example')");
        project.anonymize("unclassified: keep");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems())
                .singleElement()
                .extracting(Problem::what)
                .isEqualTo("Nobody has decided about ticket.body, and it holds e-mail addresses: 1");
        project.anonymize("unclassified: keep\nproof: { allow: [public.ticket.body] }");
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
    }

    @Test
    void whatDetectorsKnowInColumnsThatSomebodyKeepsIsWarnedAbout() {
        both("CREATE TABLE ticket (id int, body text)");
        server.execute(prod, "INSERT INTO ticket VALUES (1, 'write to somebody.else@corp.example')");
        project.rules("people: { email: email, full_name: name }\nticket: { body: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.proof().orElseThrow().scanned())
                .singleElement()
                .extracting(ProofReport.Scanned::verdict)
                .isEqualTo(ProofReport.Verdict.DECIDED);
        assertThat(project.events)
                .filteredOn(SyncEvent.Warning.class::isInstance)
                .anyMatch(event -> event.toString().contains("ticket.body (e-mail addresses: 1)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place", "swap"})
    void whereSomethingSurvivesNothingOfItStays(String mode) {
        both("DROP TABLE people");
        project.mode(mode)
                .script(
                        "V1__people.sql",
                        PEOPLE + "; CREATE TABLE visit (id int, who int REFERENCES people, what text);"
                                + "CREATE MATERIALIZED VIEW visits AS SELECT what FROM visit; CREATE TABLE other (id int)");
        project.migrate(prod);
        project.migrate(local);
        server.execute(
                prod,
                "INSERT INTO people SELECT i, 'person' || i || '@corp.example', 'Ann' FROM generate_series(1, 9) i",
                "INSERT INTO visit SELECT i, i, 'by Person' || i || '@corp.example' FROM generate_series(1, 9) i",
                "INSERT INTO other VALUES (1)");
        server.execute(local, "INSERT INTO people VALUES (1, 'mine', 'mine')");
        project.rules("people: { email: email, full_name: name }\nvisit: { what: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.proof().orElseThrow().survivors())
                .extracting(ProofReport.Survivor::column, ProofReport.Survivor::values, ProofReport.Survivor::kinds)
                .contains(tuple("what", 9L, Set.of(DataKind.EMAIL)));
        assertThat(report.problems().toString() + project.events + PullText.of(report) + PullJson.of(report))
                .contains("visit.what")
                .doesNotContainIgnoringCase("@corp.example");
        boolean inPlace = mode.equals("in-place");
        assertThat(server.query(local, "SELECT count(*) FROM visit")).containsExactly("0");
        assertThat(server.query(local, "SELECT email LIKE 'user%' FROM people ORDER BY id LIMIT 1"))
                .containsExactly(inPlace ? "t" : "f");
        assertThat(report.proof().orElseThrow().emptied().toString())
                .isEqualTo(inPlace ? "[public.visits, public.visit]" : "[]");
        assertThat(server.query(local, "SELECT relispopulated FROM pg_class WHERE relname = 'visits'"))
                .containsExactly(inPlace ? "f" : "t");
        assertThat(server.query(
                        local, "SELECT count(*) FROM pg_database WHERE datname LIKE current_database() || '\\_sync%'"))
                .containsExactly("0");
        assertThat(server.query(local, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
                .containsExactly("1");
    }

    @Test
    void tablesThatReferenceAnEmptiedOneAreEmptiedWithItAndReferenceDataIsNot() {
        both(
                "CREATE TABLE kind (code text PRIMARY KEY)",
                "ALTER TABLE people ADD kind text REFERENCES kind, ADD note text",
                "CREATE TABLE visit (id int PRIMARY KEY, who int REFERENCES people)",
                "CREATE TABLE step (visit int REFERENCES visit)");
        server.execute(
                prod,
                "INSERT INTO kind VALUES ('vip')",
                "UPDATE people SET kind = 'vip', note = email WHERE id = 1",
                "INSERT INTO visit VALUES (1, 1)",
                "INSERT INTO step VALUES (1)");
        project.mode("in-place").lookups("kind").rules("people: { email: email, full_name: name, note: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(counts("people", "visit", "step", "kind")).containsExactly("0", "0", "0", "1");
        assertThat(report.problems()).anyMatch(problem -> problem.what().equals("Emptied for it: people, step, visit"));
    }

    @Test
    void partitionsThatWereNotSelectedAreNotEmptied() {
        both(
                "CREATE TABLE event (at int, who text, note text) PARTITION BY LIST (at)",
                "CREATE TABLE event_1 PARTITION OF event FOR VALUES IN (1)",
                "CREATE TABLE event_2 PARTITION OF event FOR VALUES IN (2)");
        server.execute(prod, "INSERT INTO event VALUES (1, 'zoe@corp.example', 'by zoe@corp.example')");
        server.execute(local, "INSERT INTO event VALUES (2, 'mine', 'mine')");
        project.mode("in-place")
                .tables("people", "event_1")
                .rules("people: { email: email, full_name: name }\nevent: { who: email, note: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(counts("event_1", "event_2", "people")).containsExactly("0", "1", "50");
    }

    @Test
    void aTableThatThePullDidNotFillIsNamedAndNotEmptied() {
        server.execute(local, "CREATE TABLE mine (what text)", "INSERT INTO mine VALUES ('person7@corp.example')");

        PullReport report = project.mode("in-place").pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(counts("mine")).containsExactly("1");
        assertThat(report.problems())
                .anyMatch(problem -> problem.what().contains("Not emptied")
                        && problem.what().contains("mine (the pull has not filled it)"));
    }

    @Test
    void survivorsStayWhereSomebodyWantsToLookAtThem() {
        both("ALTER TABLE people ADD note text");
        server.execute(prod, "UPDATE people SET note = email WHERE id = 1");
        project.mode("in-place")
                .anonymize("proof: { onSurvivor: keep }")
                .rules("people: { email: email, full_name: name, note: keep }");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);

        assertThat(counts("people")).containsExactly("50");
    }

    @Test
    void theDefaultDepthFindsWhatAFewRowsShow() {
        both("ALTER TABLE people ADD note text");
        server.execute(prod, "UPDATE people SET note = 'mail: ' || upper(email)");
        project.pull("verify: sample").rules("people: { email: email, full_name: name, note: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.proof().orElseThrow().survivors())
                .singleElement()
                .extracting(ProofReport.Survivor::column)
                .isEqualTo("note");
    }

    @Test
    void ofALargeTableTheDefaultDepthSearchesAFewRowsAllOverIt() {
        both("CREATE TABLE big (id int, email text, note text, padding text)");
        server.execute(prod, """
                INSERT INTO big
                SELECT i, 'big' || i || '@corp.example', CASE WHEN i > 9000 THEN 'of BIG' || i || '@corp.example' END,
                       repeat('x', 200)
                FROM generate_series(1, 10000) i
                """);
        project.pull("verify: sample")
                .rules("people: { email: email, full_name: name }\nbig: { email: email, note: keep, padding: keep }");

        PullReport report = project.pull();

        assertThat(report.proof().orElseThrow().survivors())
                .singleElement()
                .matches(found -> found.column().equals("note") && found.values() < 100);
        assertThat(report.proof().orElseThrow().valuesSought()).isBetween(450L, 500L);
    }

    @Test
    void theShallowestDepthSearchesNothingAndSaysSo() {
        both("ALTER TABLE people ADD note text");
        server.execute(prod, "UPDATE people SET note = email");
        project.pull("verify: counts").rules("people: { email: email, full_name: name, note: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(PullText.of(report)).contains("nothing was searched (pull.verify: counts)");
    }

    @Test
    void textsThatWereMaskedBeforeAreNoSurvivors() {
        both("ALTER TABLE people ADD bio text, ADD state text, ADD note text");
        server.execute(
                prod,
                "UPDATE people SET bio = 'about ' || id, state = 'state ' || id, note = 'nothing'",
                "UPDATE people SET bio = '[REDACTED]', state = 'unknown' WHERE id = 1",
                "UPDATE people SET note = '[REDACTED] unknown' WHERE id = 2");
        project.rules("people: { email: email, full_name: name, bio: redact, note: keep,"
                + " state: { strategy: constant, value: unknown } }");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.proof().orElseThrow().survivors()).isEmpty();
    }

    private void assertSurvivors(String... columns) {
        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.proof().orElseThrow().survivors().stream()
                        .filter(found -> !found.allowed())
                        .map(found -> found.table().shown() + "." + found.column())
                        .collect(Collectors.toList()))
                .containsExactlyInAnyOrder(columns);
        assertThat(report.problems()).extracting(Problem::what).anyMatch(what -> what.contains(columns[0]));
    }

    private List<String> counts(String... tables) {
        return List.of(tables).stream()
                .map(table -> server.value(local, "SELECT count(*) FROM " + table))
                .toList();
    }

    private static TableName address() {
        return new TableName("public", "address");
    }
}
