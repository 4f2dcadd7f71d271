package dev.dbsync.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void columnsAreAlignedNumbersToTheRight() {
        String text = new TextTable("  ", "table", "insert")
                .row("fee", 7)
                .row("email_template", 1200)
                .text();

        assertThat(text).isEqualTo("""
                          table           insert
                          fee                  7
                          email_template    1200
                        """);
    }

    @Test
    void anEmptyTableIsNothing() {
        assertThat(new TextTable("").text()).isEmpty();
    }
}
