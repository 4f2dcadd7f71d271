package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {

    private final Variables variables = new Variables(
            Map.of("HOST", "db", "BOTH", "environment", "EMPTY", "", "NESTED", "${HOST}", "ODD", "a$1\\b")::get,
            Map.of("BOTH", "property", "my-app.db", "app"));

    private String resolve(String text) {
        return variables.resolve(new Template(text, "sync.yaml:3:5"));
    }

    private Problem problem(String text) {
        SyncException thrown = catchThrowableOfType(SyncException.class, () -> resolve(text));
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }

    @Test
    void theEnvironmentComesBeforeProperties() {
        assertThat(resolve("${BOTH}/${my-app.db}")).isEqualTo("environment/app");
    }

    @Test
    void aDefaultStandsInForWhatIsNotSetOrEmpty() {
        assertThat(resolve("${NONE:-x:y}|${EMPTY:-x}|${NONE:-}|${HOST:-x}")).isEqualTo("x:y|x||db");
        assertThat(resolve("[${EMPTY}]")).isEqualTo("[]");
    }

    @Test
    void aDoubledDollarIsALiteralOne() {
        assertThat(resolve("$${HOST} ${HOST} $HOST $$ {HOST}")).isEqualTo("${HOST} db $HOST $$ {HOST}");
    }

    @Test
    void whatAVariableHoldsIsTakenAsItIs() {
        assertThat(resolve("${NESTED}${ODD}")).isEqualTo("${HOST}a$1\\b");
    }

    @Test
    void aMissingVariableIsNamedWithItsLine() {
        Problem problem = problem("secret${MISSING}");

        assertThat(problem.what()).isEqualTo("The variable MISSING is not set");
        assertThat(problem.where()).isEqualTo("sync.yaml:3:5");
        assertThat(problem.text()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${secret", "${}", "${1secret}", "${sec ret}", "${sec:ret}", "${HOST:+secret}"})
    void aMisspeltVariableIsNotTakenForText(String text) {
        Problem problem = problem(text);

        assertThat(problem.what()).isEqualTo("A ${ does not begin a variable");
        assertThat(problem.text()).doesNotContain("secret");
    }

    @Property
    void aLiteralMeansItself(@ForAll("texts") String text) {
        assertThat(variables.resolve(Template.literal(text, "pom.xml"))).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("${}HOST:-a").ofMaxLength(12);
    }
}
