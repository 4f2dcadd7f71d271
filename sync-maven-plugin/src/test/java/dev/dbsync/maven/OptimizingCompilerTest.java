package dev.dbsync.maven;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptimizingCompilerTest {

    @Test
    void whatWasHeldBackIsReleasedWholly() throws Exception {
        OptimizingCompiler compiler = OptimizingCompiler.ofThisJvm().orElseThrow();
        String before = compiler.directives();

        compiler.holdBack();
        try {
            assertThat(compiler.directives())
                    .contains("Exclude:true")
                    .containsSubsequence("dev/dbsync/core/lookup/*.*", "Exclude:false", "*.*", "Exclude:true");
        } finally {
            compiler.release();
        }

        assertThat(compiler.directives()).isEqualTo(before).doesNotContain("Exclude:true");
    }
}
