package dev.dbsync.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows as Java is Java. */
class DocumentationTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    private static final String IMPORTS = Stream.of(
                    "java.nio.file.Path",
                    "dev.dbsync.core.Sync",
                    "dev.dbsync.core.promote.*",
                    "dev.dbsync.core.run.*",
                    "dev.dbsync.core.status.*")
            .map(name -> "import " + name + ";\n")
            .collect(Collectors.joining());

    @TempDir
    Path output;

    @Test
    void theUseFromPlainJavaCompilesAndHasTenLines() throws IOException {
        Matcher block = JAVA_BLOCK.matcher(Files.readString(Path.of("../docs/architecture.md")));
        assertThat(block.find()).isTrue();

        assertThat(compile(block.group(1))).isEmpty();
        assertThat(block.group(1).lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(10);
    }

    /** The compiler's complaints. */
    private String compile(String statements) {
        String source = IMPORTS + "class Shown { void shown() throws Exception {\n" + statements + "\n} }";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Shown.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        boolean compiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of("-d", output.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(file))
                .call();
        return compiled ? "" : complaints.toString();
    }
}
