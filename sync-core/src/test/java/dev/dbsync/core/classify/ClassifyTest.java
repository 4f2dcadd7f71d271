package dev.dbsync.core.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.Sync;
import dev.dbsync.core.classify.ClassifiedColumn.Change;
import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.report.ClassifyText;
import dev.dbsync.core.report.StatusJson;
import dev.dbsync.core.report.StatusText;
import dev.dbsync.core.status.StatusReport;
import dev.dbsync.core.status.StatusRequest;
import dev.dbsync.core.status.UnclassifiedColumn;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ClassifyTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String RULES = "anonymize.yaml";

    @TempDir
    Path project;

    private final Database dev = server.createDatabase("dev");
    private final Database prod = server.createDatabase("prod");

    @BeforeEach
    void aShop() throws IOException {
        Files.createDirectories(project.resolve("sql"));
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev: { url: "%s" }
                  prod: { url: "%s" }
                flyway: { locations: ["filesystem:sql"] }
                pull: { exclude: ["audit_*"] }
                anonymize: { file: anonymize.yaml }
                """.formatted(url(dev), url(prod)));
        rules("");
        server.execute(prod, """
                CREATE TABLE customer (
                    id         int PRIMARY KEY,
                    kontakt    text UNIQUE,
                    full_name  varchar(40),
                    birth      date,
                    tier       text,
                    about      text,
                    CONSTRAINT tiers CHECK (tier IN ('gold', 'blue'))
                )""", """
                INSERT INTO customer
                SELECT i, 'anna' || i || '@example.com', 'Nina ' || i, date '1950-01-01' + i, 'gold',
                       CASE WHEN i % 10 = 0 THEN 'Please call +49 171 12345' || i ELSE 'Nothing special about it' END
                FROM generate_series(1, 90) i""", """
                CREATE TABLE event (id int, happened date, payload jsonb) PARTITION BY RANGE (id)""", """
                CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (1000)""", """
                INSERT INTO event SELECT i, current_date, '{"mail": "bob@example.com"}' FROM generate_series(1, 50) i""", """
                CREATE TABLE newsletter (
                    email text REFERENCES customer (kontakt),
                    card  bigint)""", """
                INSERT INTO newsletter SELECT 'anna' || i || '@example.com', 4111111111111111 FROM generate_series(1, 20) i""", """
                CREATE TABLE audit_log (entry text)""");
    }

    @Test
    void whatIsPersonalIsMaskedAndTheRestIsAsked() throws IOException {
        ClassifyReport report = classify(false);

        assertThat(rulesOf(report))
                .containsEntry("customer.kontakt", "email")
                .containsEntry("customer.full_name", "name")
                .containsEntry("customer.tier", "?")
                .containsEntry("event.happened", "?")
                .containsKeys("customer.about", "customer.birth", "event.payload", "newsletter.card")
                .doesNotContainKeys("newsletter.email", "audit_log.entry", "event_1.payload", "customer.id");
        assertThat(rulesOf(report).get("customer.about")).isIn("scrub", "redact");
        assertThat(report.unclassified())
                .extracting(ClassifiedColumn::column)
                .containsExactlyInAnyOrder("tier", "happened");
        assertThat(text())
                .contains("kontakt: email  # proposed: values that are e-mail addresses")
                .contains("    # tier: keep  # decide: few distinct values, no detector")
                .doesNotContain("anna", "@example", "+49", "4111", "gold", "Nina");
        assertThat(ClassifyText.of(report)).doesNotContain("anna", "@example", "+49", "4111", "gold");
        assertThat(Files.readString(project.resolve("target/sync/classify.json")))
                .contains("\"from\" : \"prod\"", "\"change\" : \"NEW\"")
                .doesNotContain("anna", "@example.com", "4111111");
    }

    @Test
    void aColumnOfWhichSomeRowsHoldAddressesIsNotTakenForCodes() throws IOException {
        server.execute(prod, """
                CREATE TABLE run (
                    id             int,
                    correlation_id text,
                    match_message  text)""", """
                INSERT INTO run
                SELECT i, CASE WHEN i % 3 = 0 THEN 'anna' || i || '@example.com' ELSE 'order-' || i END,
                       CASE WHEN i % 10 = 0 THEN 'Matched Anna Brandt <anna' || i % 20 || '@example.com>' ELSE 'ok' END
                FROM generate_series(1, 300) i""");

        ClassifyReport report = classify(false);

        assertThat(rulesOf(report))
                .containsEntry("run.correlation_id", "scrub")
                .containsEntry("run.match_message", "scrub");
        assertThat(text())
                .contains("correlation_id: scrub  # proposed: e-mail addresses among its text")
                .contains("match_message: scrub  # proposed: e-mail addresses among its text");
    }

    @Test
    void aTextThatHoldsDocumentsIsMaskedAsADocument() throws IOException {
        server.execute(prod, """
                CREATE TABLE bill (
                    id       int,
                    model    text,
                    buyer    varchar(500),
                    email_cc text,
                    theme    text,
                    remark   text)""", """
                INSERT INTO bill
                SELECT i, '{"total": 12, "to": "Nina Brandt, nina' || i || '@example.com"}',
                       '{"customer": {"name": "Orsolya"}, "no": ' || i || '}',
                       CASE WHEN i % 3 = 0 THEN '[]' ELSE '["nina' || i || '@example.com", "b@example.org"]' END,
                       '{"color": "blue", "no": ' || i || '}',
                       CASE WHEN i % 3 = 0 THEN '{"by": "nina' || i || '@example.com"}' ELSE 'paid as agreed on ' || i END
                FROM generate_series(1, 60) i""");

        ClassifyReport report = classify(false);

        assertThat(rulesOf(report))
                .containsEntry("bill.model", "json")
                .containsEntry("bill.buyer", "json")
                .containsEntry("bill.email_cc", "{ strategy: json, paths: { \"$[*]\": \"email\" } }")
                .containsEntry("bill.theme", "?")
                .containsEntry("bill.remark", "scrub");
        assertThat(text())
                .contains("model: json  # proposed: JSON documents, e-mail addresses among its text [")
                .contains("# theme: keep  # decide: JSON documents, nothing found in them [")
                .containsPattern("remark: scrub  # proposed: .*; names in it stay as they are")
                .doesNotContain("Nina", "nina", "Orsolya", "@example");
        assertThat(classify(false).changed()).isFalse();
    }

    @Test
    void aTableOfCodesAndAnEmptyOneAreAskedInALineEach() throws IOException {
        codes();

        ClassifyReport report = classify(false);

        assertThat(bare())
                .contains(
                        "  currency:\n    # code, label: keep  # decide: looks like a table of codes; if its rows come with"
                                + " the software, list it under lookups in sync.yaml instead\n")
                .contains("    # kind, text_a: keep  # decide: the table is empty\n"
                        + "    # \"odd, name\": keep  # decide: the table is empty\n")
                .contains("    # content: keep  # decide: bytes, which nobody has looked into\n")
                // Ten rows as well, and referenced, but a person in each.
                .contains("    # code: keep  # decide: ")
                .doesNotContain("# code, clerk");
        assertThat(bare().indexOf("customer:")).isLessThan(bare().indexOf("currency:"));
        assertThat(report.unclassified())
                .extracting(ClassifiedColumn::column)
                .contains("code", "label", "kind", "text_a");
        assertThat(undecided("currency", "voucher"))
                .containsExactlyInAnyOrder("code", "label", "kind", "odd, name", "text_a");
        assertThat(ClassifyText.of(report))
                .contains("  currency: code, label  (looks like a table of codes")
                .containsPattern("[0-9]+ to be decided, by [0-9]+ answers");
        assertThat(classify(false).changed()).isFalse();
    }

    @Test
    void oneAnswerDecidesForTheColumnsOfItsLineAndForNoOther() throws IOException {
        codes();
        classify(false);
        rules(text().replace("# code, label: keep", "code, label: keep"));
        server.execute(prod, "ALTER TABLE currency ADD sign text", "UPDATE currency SET sign = 's' || code");

        ClassifyReport report = classify(false);

        assertThat(undecided("currency")).containsExactly("sign");
        assertThat(bare()).contains("    code, label: keep  # decide: ").contains("    # sign: keep  # decide: ");
        assertThat(report.gone()).isEmpty();
        server.execute(prod, "ALTER TABLE currency DROP label");
        String before = text();
        assertThat(classify(false).gone()).containsExactly("currency.label");
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void whatIsAnsweredElsewhereLeavesTheLine() throws IOException {
        codes();
        classify(false);
        rules(text().replaceFirst("(    # code, label: keep)", "    label: redact\n$1"));

        classify(false);

        assertThat(bare()).contains("    label: redact\n    # code: keep  # decide: looks like a table of codes");
        assertThat(undecided("currency")).containsExactly("code");
        Path config = project.resolve("sync.yaml");
        Files.writeString(config, Files.readString(config) + "lookups: [currency]\n");
        rules(text().replace("    label: redact\n", ""));

        classify(false);

        assertThat(bare())
                .contains("  currency:\n")
                .doesNotContain("# code: keep  # decide: looks like a table of codes");
        assertThat(undecided("currency")).isEmpty();
    }

    private void codes() {
        server.execute(prod, """
                CREATE TABLE currency (code varchar(3) PRIMARY KEY, label text)""", """
                INSERT INTO currency SELECT 'C' || i, 'currency number ' || i FROM generate_series(10, 40) i""", """
                CREATE TABLE desk (code varchar(3) PRIMARY KEY, clerk text)""", """
                INSERT INTO desk SELECT 'D' || i, 'Anna Brandt' FROM generate_series(1, 10) i""", """
                CREATE TABLE voucher (
                    id          int,
                    currency_id varchar(3) REFERENCES currency,
                    desk_id     varchar(3) REFERENCES desk,
                    kind        text,
                    "odd, name" text,
                    text_a      text,
                    content     bytea)""");
    }

    /** What {@code sync:status} says of these tables of prod: a pull would refuse them. */
    private List<String> undecided(String... tables) {
        try (Sync sync = open()) {
            return sync.status(StatusRequest.wholeChain()).unclassified().stream()
                    .filter(column -> column.environment().equals("prod"))
                    .filter(column -> List.of(tables).contains(column.table()))
                    .map(UnclassifiedColumn::column)
                    .filter(column -> !column.equals("content"))
                    .toList();
        }
    }

    /** The file without Sync's digests. */
    private String bare() throws IOException {
        return text().replaceAll(" \\[[0-9a-f]{6}]", "");
    }

    @Test
    void aSecondRunChangesNoByte() throws IOException {
        classify(false);
        String first = text();

        ClassifyReport again = classify(false);

        assertThat(text()).isEqualTo(first);
        assertThat(again.changed()).isFalse();
        assertThat(again.columns()).allMatch(column -> column.change() == Change.UNCHANGED);
        assertThat(ClassifyText.of(again)).contains("anonymize.yaml is as it was");
    }

    @Test
    void whatAPersonWroteStaysAndNewColumnsJoinIt() throws IOException {
        rules("""
                # Agreed on in spring
                tables:
                  "customer":
                    'kontakt':   {strategy: email,digits: 12}   # not shorter
                    tier: keep

                """);
        classify(false);
        server.execute(prod, "ALTER TABLE customer ADD phone text");

        ClassifyReport report = classify(false);

        assertThat(text())
                .startsWith("# Agreed on in spring\ntables:\n  \"customer\":\n"
                        + "    'kontakt':   {strategy: email,digits: 12}   # not shorter\n    tier: keep\n")
                .contains("phone: phone  # proposed: its name speaks of telephone numbers");
        assertThat(report.columns())
                .filteredOn(column -> column.change() != Change.UNCHANGED)
                .extracting(ClassifiedColumn::column)
                .containsExactly("phone");
    }

    @Test
    void anAnswerIsAPersonsAndIsNotAskedAgain() throws IOException {
        classify(false);
        rules(text().replaceFirst("# tier: keep", "tier: keep").replaceFirst("full_name: name", "full_name: hash"));
        String answered = text();

        ClassifyReport report = classify(false);

        assertThat(text()).isEqualTo(answered);
        assertThat(rulesOf(report)).doesNotContainKeys("customer.tier", "customer.full_name");
    }

    @Test
    void aColumnThatIsKeptThoughItHoldsAddressesIsTold() throws IOException {
        rules("tables:\n  customer:\n    kontakt: keep\n");

        ClassifyReport report = classify(false);

        assertThat(report.contradictions()).hasSize(1);
        assertThat(report.contradictions().get(0).found()).isEqualTo("e-mail addresses in 90 of 90 sampled values");
        assertThat(text()).contains("    kontakt: keep\n");
    }

    @Test
    void aRuleForAColumnThatIsGoneIsKeptWithAMark() throws IOException {
        rules("tables:\n  customer:\n    kontakt: email\n    faxx: hash\n");

        ClassifyReport report = classify(false);

        assertThat(report.gone()).containsExactly("customer.faxx");
        assertThat(text()).contains("    # gone: no environment that was reached has this column\n    faxx: hash\n");
        String marked = text();
        assertThat(classify(false).changed()).isFalse();
        server.execute(dev, "CREATE TABLE customer (faxx text)");
        assertThat(classify(false).gone()).isEmpty();
        assertThat(text()).isEqualTo(marked.replaceFirst(" *# gone: .*\\n", ""));
    }

    @Test
    void aDryRunShowsTheDifferenceAndWritesNothing() throws IOException {
        rules("tables:\n  customer:\n    tier: keep\n");

        ClassifyReport report = classify(true);

        assertThat(text()).isEqualTo("tables:\n  customer:\n    tier: keep\n");
        assertThat(report.difference()).anyMatch(line -> line.startsWith("+    kontakt: email"));
        assertThat(report.unclassified()).extracting(ClassifiedColumn::column).contains("kontakt", "happened");
    }

    @Test
    void aTableInBracesIsLeftAloneAndToldOf() throws IOException {
        rules("tables:\n  customer: { kontakt: email }\n");

        ClassifyReport report = classify(false);

        assertThat(text()).startsWith("tables:\n  customer: { kontakt: email }\n  event:\n");
        assertThat(report.blocked()).isNotEmpty().allMatch(line -> line.startsWith("anonymize.yaml:2: "));
        assertThat(report.unclassified()).extracting(ClassifiedColumn::column).contains("full_name");
    }

    @Test
    void withoutAFileOfTheirOwnTheRulesAreRefusedWithTheWayThere() throws IOException {
        Path config = project.resolve("sync.yaml");
        Files.writeString(config, Files.readString(config).replace("{ file: anonymize.yaml }", "{ tables: {} }"));

        assertThatThrownBy(() -> classify(false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("anonymize: { file: anonymize.yaml }");
    }

    @Test
    void aTableThatMayNotBeReadIsJudgedByItsNames() throws IOException {
        server.execute(prod, "CREATE ROLE " + role() + " LOGIN PASSWORD 'x'", "GRANT SELECT ON event TO " + role());
        Path config = project.resolve("sync.yaml");
        Files.writeString(config, Files.readString(config).replace(url(prod), url(server.as(prod, role(), "x"))));

        ClassifyReport report = classify(false);

        assertThat(report.notices()).anyMatch(notice -> notice.contains("No values of customer were looked at"));
        assertThat(rulesOf(report)).containsEntry("customer.full_name", "name").containsEntry("customer.kontakt", "?");
    }

    @Test
    void aTableWhoseRowsAreHiddenFromTheRoleIsNotTakenForAnEmptyOne() throws IOException {
        server.execute(
                prod,
                "CREATE TABLE secret_note (a text, b text)",
                "INSERT INTO secret_note VALUES ('x', 'y')",
                "ALTER TABLE secret_note ENABLE ROW LEVEL SECURITY",
                "CREATE TABLE nothing (a text, b text)",
                "ALTER TABLE nothing ENABLE ROW LEVEL SECURITY",
                "CREATE ROLE " + role() + " LOGIN PASSWORD 'x'",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role());

        classify(false);
        assertThat(bare()).contains("  nothing:\n    # a, b: keep  # decide: the table is empty\n");

        Path config = project.resolve("sync.yaml");
        Files.writeString(config, Files.readString(config).replace(url(prod), url(server.as(prod, role(), "x"))));
        rules("");
        classify(false);
        assertThat(bare())
                .contains("  secret_note:\n    # a: keep  # decide: no value to look at\n"
                        + "    # b: keep  # decide: no value to look at\n")
                .contains("  nothing:\n    # a: keep  # decide: no value to look at\n");
    }

    @Test
    void ofALargePartitionedTableTheSameBlocksAreReadEachTime() throws IOException {
        server.execute(prod, """
                CREATE TABLE visit (id int, origin text) PARTITION BY RANGE (id)""", """
                CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM (0) TO (30000)""", """
                CREATE TABLE visit_2 PARTITION OF visit FOR VALUES FROM (30000) TO (60000)""", """
                INSERT INTO visit
                SELECT i, CASE WHEN i < 2000 THEN 'unknown' ELSE '198.51.100.' || i % 250 + 1 END
                FROM generate_series(1, 59999) i""", "ANALYZE visit");

        assertThat(evidence(classify(true), "origin")).isEqualTo(evidence(classify(true), "origin"));
        assertThat(rulesOf(classify(true))).containsEntry("visit.origin", "ip");
    }

    private static String evidence(ClassifyReport report, String name) {
        return report.columns().stream()
                .filter(column -> column.column().equals(name))
                .findFirst()
                .orElseThrow()
                .evidence();
    }

    @Test
    void theStatusTellsOfAColumnThatAMigrationHasAdded() throws IOException {
        rules("tables:\n  customer:\n    kontakt: email\n");
        server.execute(
                dev, "CREATE TABLE customer (id int, kontakt text, nickname text)", "CREATE TABLE audit_x (y text)");
        server.execute(
                prod,
                "DROP TABLE newsletter, event",
                "ALTER TABLE customer DROP full_name, DROP birth, DROP tier, DROP about");

        try (Sync sync = open()) {
            StatusReport report = sync.status(StatusRequest.wholeChain());

            assertThat(report.unclassified()).containsExactly(new UnclassifiedColumn("dev", "customer", "nickname"));
            assertThat(StatusText.of(report))
                    .contains("dev has 1 column without a masking rule: customer.nickname")
                    .contains("mvn sync:classify -Dsync.from=dev");
            assertThat(StatusJson.of(report)).contains("\"column\" : \"nickname\"");
        }
    }

    private String role() {
        return "reader_" + Math.floorMod(project.hashCode(), 100_000);
    }

    private static Map<String, String> rulesOf(ClassifyReport report) {
        return report.columns().stream()
                .collect(Collectors.toMap(
                        column -> column.table() + "." + column.column(),
                        column -> column.rule().orElse("?")));
    }

    private ClassifyReport classify(boolean dryRun) {
        try (Sync sync = open()) {
            return sync.classify(new ClassifyRequest(Optional.empty(), dryRun));
        }
    }

    private Sync open() {
        return Sync.builder(project.resolve("sync.yaml"), project).open();
    }

    private void rules(String text) throws IOException {
        Files.writeString(project.resolve(RULES), text);
    }

    private String text() throws IOException {
        return Files.readString(project.resolve(RULES));
    }

    private static String url(Database database) {
        DatabaseUrl url = database.url();
        List<String> user = url.user().map(name -> "user=" + name).stream().toList();
        List<String> password =
                url.password().map(secret -> "password=" + secret).stream().toList();
        String jdbc = url.jdbcUrl();
        String query =
                String.join("&", Stream.of(user, password).flatMap(List::stream).toList());
        return jdbc + (query.isEmpty() ? "" : (jdbc.contains("?") ? "&" : "?") + query);
    }
}
