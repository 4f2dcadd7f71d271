package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a class of the project does stands in more than its own file. */
class ClassFilesTest {

    private static final String PATH = ClassFilesTest.class.getName().replace('.', '/');

    @TempDir
    Path directory;

    abstract static class Base {
        abstract Object made();
    }

    static class Derived extends Base {
        @Override
        Object made() {
            return new Object() {
                @Override
                public String toString() {
                    return "nested";
                }
            };
        }
    }

    @Test
    void nestedClassesAndSuperclassesBelongToIt() {
        assertThat(ofDerived(ClassFilesTest.class.getClassLoader()))
                .containsOnlyKeys(PATH + "$Derived.class", PATH + "$Derived$1.class", PATH + "$Base.class");
    }

    @Test
    void theyAreFoundInAJarAsInADirectory() throws IOException {
        SortedMap<String, byte[]> files = ofDerived(ClassFilesTest.class.getClassLoader());
        Path jar = directory.resolve("classes.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue());
            }
        }

        try (URLClassLoader loader = loader(jar)) {
            assertThat(ofDerived(loader)).containsOnlyKeys(files.keySet());
        }
    }

    @Test
    void aNestedClassThatIsChangedIsReadAnew() throws IOException {
        String nested = PATH + "$Derived$1.class";
        for (Map.Entry<String, byte[]> file :
                ofDerived(ClassFilesTest.class.getClassLoader()).entrySet()) {
            Path copy = directory.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.write(copy, file.getValue());
        }
        try (URLClassLoader loader = loader(directory)) {
            byte[] before = ofDerived(loader).get(nested);
            try (OutputStream out = Files.newOutputStream(directory.resolve(nested), StandardOpenOption.APPEND)) {
                out.write(0);
            }
            assertThat(ofDerived(loader).get(nested)).hasSize(before.length + 1);
        }
    }

    @Test
    void aClassThatIsNotThereHasNone() {
        assertThat(ClassFiles.of("no.such.Thing", ClassFilesTest.class.getClassLoader()))
                .isEmpty();
    }

    private static SortedMap<String, byte[]> ofDerived(ClassLoader loader) {
        return ClassFiles.of(ClassFilesTest.class.getName() + "$Derived", loader);
    }

    private static URLClassLoader loader(Path classes) throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }
}
