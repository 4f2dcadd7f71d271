package dev.dbsync.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class UnexpectedExceptionTest {

    @Test
    void itSaysWhatWasThrownAndWhereAndNotWhatItSaid() {
        Exception thrown = new IllegalStateException(
                "cannot read ann@corp.example", new NumberFormatException("For input string: \"ann@corp.example\""));

        Exception shown = new UnexpectedException(thrown);

        assertThat(shown.getMessage())
                .startsWith("java.lang.IllegalStateException at ")
                .contains("UnexpectedExceptionTest.java");
        StringWriter all = new StringWriter();
        shown.printStackTrace(new PrintWriter(all));
        assertThat(all.toString())
                .contains("java.lang.NumberFormatException at", "itSaysWhatWasThrownAndWhereAndNotWhatItSaid")
                .doesNotContain("corp.example");
    }
}
