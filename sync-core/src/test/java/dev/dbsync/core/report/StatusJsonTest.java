package dev.dbsync.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names that pipelines rely on. */
class StatusJsonTest {

    private JsonNode json;

    @BeforeEach
    void render() {
        json = JsonMapper.shared().readTree(StatusJson.of(StatusReports.ofEverything()));
    }

    @Test
    void theReportKeepsItsNames() {
        assertThat(json.propertyNames()).startsWith("goal", "chain", "environments", "links", "checkout", "inSync");
        assertThat(json.get("goal").asString()).isEqualTo("status");
        assertThat(json.get("chain").toString()).isEqualTo("[\"dev\",\"test\",\"prod\"]");
        assertThat(json.get("inSync").isBoolean()).isTrue();
        assertThat(json.get("inSync").asBoolean()).isFalse();
    }

    @Test
    void anEnvironmentKeepsItsNames() {
        JsonNode dev = json.get("environments").get(0);
        JsonNode prod = json.get("environments").get(2);

        assertThat(dev.propertyNames())
                .contains("name", "reachable", "server", "version", "applied", "failed", "error");
        assertThat(dev.get("version").asString()).isEqualTo("12.1");
        assertThat(dev.get("applied").asInt()).isEqualTo(13);
        assertThat(dev.get("error").isNull()).isTrue();
        assertThat(prod.get("reachable").asBoolean()).isFalse();
        assertThat(prod.get("version").isNull()).isTrue();
        assertThat(prod.get("error").asString()).startsWith("Cannot connect to prod");
    }

    @Test
    void aLinkKeepsItsNames() {
        JsonNode link = json.get("links").get(0);

        assertThat(link.propertyNames()).startsWith("from", "to", "verdict", "pending", "divergences", "lookups");
        assertThat(link.get("verdict").asString()).isEqualTo("DIVERGED");
        assertThat(link.get("pending").get(0).get("version").asString()).isEqualTo("12");
        assertThat(link.get("pending").get(1).get("version").isNull()).isTrue();
        assertThat(link.get("pending").get(1).get("script").asString()).isEqualTo("R__view.sql");
        assertThat(link.get("divergences").get(0).propertyNames()).startsWith("kind", "version", "script", "detail");
        assertThat(link.get("divergences").get(0).get("kind").asString()).isEqualTo("TARGET_ONLY");
        assertThat(link.get("lookups").get(0).propertyNames()).startsWith("table", "insert", "update", "delete");
        assertThat(link.get("lookups").get(0).get("insert").asLong()).isEqualTo(2);
        assertThat(json.get("links").get(1).get("verdict").asString()).isEqualTo("UNREACHABLE");
    }

    @Test
    void theCheckoutHasItsPending() {
        assertThat(json.get("checkout").get("pending").get(0).get("script").asString())
                .isEqualTo("V13__new.sql");
    }
}
