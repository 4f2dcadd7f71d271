package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (\r\n  id int -- first\r\n);\r\n\r\n/* a\r\n b */ SELECT 1;\r\n",
                "SELECT ${x}\r\n;\r\n",
                "\r\n",
                "SELECT 1\r\n-- end"
            })
    void betweenTokensTheyMeanNothing(String sql) {
        assertThat(LineEnds.normalized(sql)).isEqualTo(sql.replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a\r\nb';",
                "SELECT E'a\r\nb';",
                "SELECT \"a\r\nb\";",
                "DO $x$ BEGIN\r\nEND $x$;",
                "COPY a FROM STDIN;\r\n1\r\n\\.\r\n",
                "SELECT 'never\r\nclosed",
                "SELECT\r1"
            })
    void whereTheyAreWrittenTheyStay(String sql) {
        assertThat(LineEnds.normalized(sql)).contains("\r");
    }

    @Test
    void theRestOfAScriptIsTheSameCharacterForCharacter() {
        String sql = "SELECT 'a\r\nb',\r\n  2;\r\nSELECT $$\r\n$$;\r\n";

        assertThat(LineEnds.normalized(sql)).isEqualTo("SELECT 'a\r\nb',\n  2;\nSELECT $$\r\n$$;\n");
    }
}
