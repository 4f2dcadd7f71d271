package dev.dbsync.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void noNameEndsItsCodeOrItsCell() {
        assertThat(Markdown.code("V1__a.sql")).isEqualTo("`V1__a.sql`");
        assertThat(Markdown.code("a`b")).isEqualTo("``a`b``");
        assertThat(Markdown.code("`a``")).isEqualTo("``` `a`` ```");
        assertThat(Markdown.code("a|b")).isEqualTo("`a|b`");
        assertThat(Markdown.cell("a|`b")).isEqualTo("``a\\|`b``");
        assertThat(Markdown.cell("a\nb\r\nc")).isEqualTo("`a b c`");
    }

    @Test
    void noTextIsMarkup() {
        assertThat(Markdown.text("plain (text), 1 - 2")).isEqualTo("plain (text), 1 - 2");
        assertThat(Markdown.text("a|b `c` *d* <e> [f](g) h_i\n# j"))
                .isEqualTo("a\\|b \\`c\\` \\*d\\* \\<e\\> \\[f\\](g) h\\_i \\# j");
    }
}
