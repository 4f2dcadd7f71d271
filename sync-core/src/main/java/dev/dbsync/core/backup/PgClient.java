package dev.dbsync.core.backup;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's client tools of one version.
 *
 * @param directory where pg_dump and pg_restore are
 * @param major their major version
 * @param version as they print it: {@code 15.18}
 */
record PgClient(Path directory, int major, String version) {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");

    /** Where packages and installers put the tools without putting them on the PATH. */
    private static final List<String> USUAL_PLACES = List.of(
            "/usr/lib/postgresql/*/bin",
            "/usr/pgsql-*/bin",
            "/usr/local/pgsql/bin",
            "/usr/local/bin",
            "/opt/homebrew/opt/*/bin",
            "/usr/local/opt/*/bin",
            "/opt/local/lib/postgresql*/bin",
            "/Library/PostgreSQL/*/bin",
            "/Applications/Postgres.app/Contents/Versions/*/bin",
            "C:/Program Files/PostgreSQL/*/bin");

    Path pgDump() {
        return program(directory, "pg_dump");
    }

    Path pgRestore() {
        return program(directory, "pg_restore");
    }

    Path psql() {
        return program(directory, "psql");
    }

    /** Packages of pg_dump and pg_restore alone exist. */
    boolean hasPsql() {
        return Files.isExecutable(psql());
    }

    /** The tools on the PATH in its order, then those in the usual places, newest first. */
    static List<PgClient> installed() {
        // What a child process would be given is its environment; nothing of it is configuration of Sync's.
        String path = new ProcessBuilder().environment().getOrDefault("PATH", "");
        Set<Path> onPath = new LinkedHashSet<>();
        for (String entry : path.split(Pattern.quote(File.pathSeparator))) {
            if (!entry.isBlank()) {
                onPath.add(Path.of(entry));
            }
        }
        List<PgClient> clients =
                new ArrayList<>(onPath.stream().flatMap(PgClient::in).toList());
        USUAL_PLACES.stream()
                .flatMap(place -> matching(place).stream())
                .filter(directory -> !onPath.contains(directory))
                .flatMap(PgClient::in)
                .sorted(Comparator.comparingInt(PgClient::major).reversed())
                .forEach(clients::add);
        return List.copyOf(clients);
    }

    /** The first that can dump a server of this major version: pg_dump refuses newer servers. */
    static Optional<PgClient> forServer(List<PgClient> clients, int serverMajor) {
        return clients.stream().filter(client -> client.major >= serverMajor).findFirst();
    }

    /** The oldest that can read what this major version of pg_dump wrote. */
    static Optional<PgClient> forDump(List<PgClient> clients, int dumpMajor) {
        return clients.stream()
                .filter(client -> client.major >= dumpMajor)
                .min(Comparator.comparingInt(PgClient::major));
    }

    private static Stream<PgClient> in(Path directory) {
        Path dump = program(directory, "pg_dump");
        if (!Files.isExecutable(dump) || !Files.isExecutable(program(directory, "pg_restore")) || isWrapper(dump)) {
            return Stream.empty();
        }
        PgProcess.Result result = PgProcess.version(dump);
        Matcher version = VERSION.matcher(String.join("\n", result.lines()));
        return result.exit() == 0 && version.find()
                ? Stream.of(new PgClient(directory, Integer.parseInt(version.group(2)), version.group(1)))
                : Stream.empty();
    }

    /** Debian's {@code pg_wrapper} picks a version by local clusters, so that its answer says nothing. */
    private static boolean isWrapper(Path program) {
        try {
            return program.toRealPath().getFileName().toString().equals("pg_wrapper");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + program, e);
        }
    }

    private static Path program(Path directory, String name) {
        return directory.resolve(File.separatorChar == '\\' ? name + ".exe" : name);
    }

    /** The directories that a path with at most one {@code *} means. */
    private static List<Path> matching(String place) {
        int star = place.indexOf('*');
        if (star < 0) {
            return List.of(Path.of(place));
        }
        int parentEnd = place.lastIndexOf('/', star);
        int nameEnd = place.indexOf('/', star);
        Path parent = Path.of(place.substring(0, parentEnd));
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        List<Path> matching = new ArrayList<>();
        try (DirectoryStream<Path> children =
                Files.newDirectoryStream(parent, place.substring(parentEnd + 1, nameEnd))) {
            children.forEach(child -> matching.add(child.resolve(place.substring(nameEnd + 1))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + parent, e);
        }
        return matching;
    }
}
