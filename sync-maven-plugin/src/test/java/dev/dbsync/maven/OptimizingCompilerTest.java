package dev.dbsync.maven;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizingCompilerTest {

    @ParameterizedTest
    @EnumSource
    void whatWasHeldBackIsReleasedWholly(OptimizingCompiler.Kept kept) throws Exception {
        OptimizingCompiler compiler = OptimizingCompiler.ofThisJvm().orElseThrow();
        String before = compiler.directives();

        compiler.holdBack(kept);
        try {
            assertThat(compiler.directives()).contains("Exclude:true");
        } finally {
            compiler.release(kept);
        }

        assertThat(compiler.directives()).isEqualTo(before).doesNotContain("Exclude:true");
    }

    @Test
    void whatHandlesRowsIsLeftAlone() throws Exception {
        OptimizingCompiler compiler = OptimizingCompiler.ofThisJvm().orElseThrow();

        compiler.holdBack(OptimizingCompiler.Kept.ALL_BUT_ROWS);
        try {
            assertThat(compiler.directives())
                    .containsSubsequence("dev/dbsync/core/lookup/*.*", "Exclude:false", "*.*", "Exclude:true");
        } finally {
            compiler.release(OptimizingCompiler.Kept.ALL_BUT_ROWS);
        }
    }
}
