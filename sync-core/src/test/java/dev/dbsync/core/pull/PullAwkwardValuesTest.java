package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that have broken one copier or another survive where they are kept, and are masked where they are masked. */
class PullAwkwardValuesTest extends PullFixture {

    /** By type: an expression that makes a value of a text. */
    private static final Map<String, String> TYPES = types();

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("text", "$1");
        types.put("varchar", "$1");
        types.put("varchar(40)", "$1");
        types.put("char(40)", "$1");
        types.put("name", "$1");
        types.put("citext", "$1");
        types.put("any_text", "$1");
        types.put("json", "to_json($1::text)");
        types.put("jsonb", "jsonb_build_object('k', $1::text)");
        types.put("text[]", "ARRAY[$1, NULL, $1]");
        types.put("citext[]", "ARRAY[$1]::citext[]");
        types.put("hstore", "hstore('k', $1)");
        types.put("pair", "ROW(1, $1)::pair");
        types.put("bytea", "convert_to($1, 'UTF8')");
        types.put("xml", "xmlelement(name a, $1::text)");
        types.put("tsvector", "array_to_tsvector(ARRAY[left('x' || $1, 400)])");
        return types;
    }

    /** What each mask of a text gives, for whatever text. */
    private static final Map<String, String> MASKS = Map.of(
            "email", "user_[0-9a-f]{16}@example\\.com",
            "name", "User [0-9A-F]{4}",
            "phone", "\\+1-555-[0-9]{4}",
            "hash", "[0-9a-f]{16}",
            "redact", "\\[REDACTED\\]");

    @ParameterizedTest
    @ValueSource(strings = {"binary", "text"})
    void theySurviveAmongMaskedNeighboursAndAreMaskedAmongKeptOnes(String format) throws SQLException {
        // An array of an enumeration travels as text, and its table with it.
        String more = format.equals("text") ? ", m mood[]" : "";
        both(
                "CREATE EXTENSION citext",
                "CREATE EXTENSION hstore",
                "CREATE TYPE mood AS ENUM ('fine')",
                "CREATE DOMAIN any_text AS text",
                "CREATE TYPE pair AS (a int, b text)");
        List<String> types = new ArrayList<>(TYPES.keySet());
        if (format.equals("binary")) {
            types.removeAll(List.of("citext[]", "pair", "xml"));
        }
        StringBuilder rules = new StringBuilder();
        for (String type : types) {
            both("CREATE TABLE " + kept(type) + " (id int PRIMARY KEY, before text, v " + type + ", after text" + more
                    + ")");
            rules.append(kept(type))
                    .append(": { before: email, v: keep, after: name")
                    .append(moods(more));
            fill(kept(type), "before, v, after", "$1, " + TYPES.get(type) + ", $1", AwkwardValues.of(type));
        }
        List<String> masked = List.of("text", "citext");
        for (String type : masked) {
            String columns =
                    MASKS.keySet().stream().map(mask -> mask + "_ " + type).collect(Collectors.joining(", "));
            both("CREATE TABLE " + masked(type) + " (id int PRIMARY KEY, before text, " + columns + ", after text"
                    + more + ")");
            rules.append(masked(type)).append(": { before: keep, after: keep, ");
            rules.append(
                    MASKS.keySet().stream().map(mask -> mask + "_: " + mask).collect(Collectors.joining(", ")));
            rules.append(moods(more));
            String names = MASKS.keySet().stream().map(mask -> mask + "_").collect(Collectors.joining(", "));
            String values = MASKS.keySet().stream().map(mask -> "$1").collect(Collectors.joining(", "));
            fill(masked(type), "before, " + names + ", after", "$1, " + values + ", $1", AwkwardValues.of(type));
        }
        // The same texts are kept on purpose: here it is about how they travel.
        String allowed = types.stream().map(type -> kept(type) + ".v").collect(Collectors.joining(", ")) + ", "
                + masked.stream()
                        .map(type -> masked(type) + ".before, " + masked(type) + ".after")
                        .collect(Collectors.joining(", "));
        project.pull("verify: full").rules(rules.toString()).anonymize("proof: { allow: [" + allowed + "] }");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.tables()).allMatch(table -> table.format().equals(format));
        for (String type : types) {
            String same = "SELECT id, md5(textin(byteaout(convert_to(v::text, 'UTF8')))), octet_length(v::text) FROM "
                    + kept(type) + " ORDER BY id";
            assertThat(server.query(local, same)).as(type).isEqualTo(server.query(prod, same));
            assertThat(server.query(local, "SELECT before FROM " + kept(type)))
                    .as(type)
                    .allMatch(value -> value.matches(MASKS.get("email")));
            assertThat(server.query(local, "SELECT after FROM " + kept(type)))
                    .as(type)
                    .allMatch(value -> value.matches(MASKS.get("name")));
        }
        for (String type : masked) {
            String same = "SELECT id, md5(before), md5(after) FROM " + masked(type) + " ORDER BY id";
            assertThat(server.query(local, same)).as(type).isEqualTo(server.query(prod, same));
            MASKS.forEach(
                    (mask, pattern) -> assertThat(server.query(local, "SELECT " + mask + "_ FROM " + masked(type)))
                            .as(type + " by " + mask)
                            .hasSize(AwkwardValues.of(type).size())
                            .allMatch(value -> value.matches(pattern)));
        }
    }

    private static String moods(String more) {
        return (more.isEmpty() ? "" : ", m: keep") + " }\n";
    }

    private static String kept(String type) {
        return "kept_" + type.replaceAll("[^a-z]", "_");
    }

    private static String masked(String type) {
        return "masked_" + type.replaceAll("[^a-z]", "_");
    }

    private void fill(String table, String columns, String values, List<String> texts) throws SQLException {
        try (Connection connection = prod.connect("test");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " (id, " + columns
                        + ") SELECT ?::int, " + values.replace("$1", "t") + " FROM (SELECT ?::text) s (t)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < texts.size(); i++) {
                insert.setInt(1, i);
                insert.setString(2, texts.get(i));
                insert.executeUpdate();
            }
            connection.commit();
        }
    }
}
