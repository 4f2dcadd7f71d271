package dev.dbsync.core.masking;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that holds a masking key and nothing else. */
public final class MaskingKeyFile {

    private MaskingKeyFile() {}

    /**
     * Writes a key to a new file, which nobody but its owner may read where the file system knows of owners.
     *
     * @throws SyncException when the file exists, or cannot be written
     */
    public static void write(Path file, String key) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
            // From the start, and not after there is something to read.
            FileAttribute<?>[] ofOwner = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            try (FileChannel channel =
                    FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ofOwner)) {
                ByteBuffer bytes = ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            throw new SyncException(
                    new Problem(
                            "The file exists: it may hold a key that masked data depends on",
                            file.toString(),
                            "Name another one, or remove it if nothing needs it any more"),
                    e);
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "The key cannot be written: " + e.getClass().getSimpleName(),
                            file.toString(),
                            "See that the directory can be made and written to"),
                    e);
        }
    }
}
