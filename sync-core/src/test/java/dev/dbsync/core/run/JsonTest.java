package dev.dbsync.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is written is what Jackson's object mapper would write. */
class JsonTest {

    @Test
    void everyTypeIsWrittenAsTheObjectMapperDoes() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "quote \" backslash \\ line\nfeed \u0001 \u2028 Grüße \uD83D\uDE00");
        value.put("nothing", null);
        value.put("yes", true);
        value.put("int", Integer.MIN_VALUE);
        value.put("long", Long.MAX_VALUE);
        value.put("double", 0.1);
        value.put("empty", List.of());
        value.put("none", Map.of());
        value.put("set", Set.of("one"));
        value.put("problem", new Problem("what", "where", ""));
        List<Object> list = new ArrayList<>(List.of(1, "two", Map.of("three", List.of(4L))));
        list.add(null);
        value.put("list", list);

        assertThat(Json.line(value))
                .isEqualTo(JsonMapper.builder().build().writeValueAsString(value))
                .doesNotContain("\n");
        assertThat(Json.indented(value))
                .isEqualTo(JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(value))
                .contains("\n");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> Json.line(List.of(Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Instant");
        assertThatThrownBy(() -> Json.line(Map.of(1, "one"))).isInstanceOf(IllegalArgumentException.class);
    }
}
