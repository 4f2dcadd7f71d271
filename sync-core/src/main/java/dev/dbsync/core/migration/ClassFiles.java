package dev.dbsync.core.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The class files that say what a class of the project does: its own, those of its nested classes, anonymous ones
 * included, and those of its superclasses. Other classes that it calls are not followed.
 */
final class ClassFiles {

    private static final String ENDING = ".class";

    private final ClassLoader loader;
    private final SortedMap<String, byte[]> found = new TreeMap<>();

    private ClassFiles(ClassLoader loader) {
        this.loader = loader;
    }

    /** Their bytes, by path; none for a class that is not there. */
    static SortedMap<String, byte[]> of(String className, ClassLoader loader) {
        ClassFiles files = new ClassFiles(loader);
        for (String name : files.withSuperclasses(className)) {
            files.read(name.replace('.', '/'));
        }
        return files.found;
    }

    private List<String> withSuperclasses(String className) {
        try {
            return Stream.<Class<?>>iterate(
                            Class.forName(className, false, loader), ClassFiles::isOfProject, Class::getSuperclass)
                    .map(Class::getName)
                    .toList();
        } catch (ClassNotFoundException | LinkageError e) {
            // It cannot be run either, and then Flyway says why.
            return List.of(className);
        }
    }

    private static boolean isOfProject(Class<?> type) {
        return type != null
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("org.flywaydb.core.");
    }

    private void read(String path) {
        URL file = loader.getResource(path + ENDING);
        if (file == null) {
            return;
        }
        add(path + ENDING);
        try {
            if (file.getProtocol().equals("file")) {
                nestedIn(Path.of(file.toURI()), path);
            } else if (file.openConnection() instanceof JarURLConnection jar) {
                nestedIn(jar, path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class loader gives no valid address: " + file, e);
        }
    }

    private void nestedIn(Path file, String path) throws IOException {
        String prefix = path.substring(path.lastIndexOf('/') + 1) + "$";
        String directory = path.substring(0, path.lastIndexOf('/') + 1);
        try (Stream<Path> siblings = Files.list(file.getParent())) {
            siblings.map(sibling -> sibling.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(ENDING))
                    .forEach(name -> add(directory + name));
        }
    }

    private void nestedIn(JarURLConnection connection, String path) throws IOException {
        // Not from the cache: whoever shares that must not find it closed.
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(path + "$") && name.endsWith(ENDING))
                    .forEach(this::add);
        }
    }

    private void add(String path) {
        URL file = loader.getResource(path);
        if (file == null) {
            return;
        }
        try {
            URLConnection connection = file.openConnection();
            // What was built anew since the last plan is to be seen.
            connection.setUseCaches(false);
            try (InputStream bytes = connection.getInputStream()) {
                found.put(path, bytes.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
