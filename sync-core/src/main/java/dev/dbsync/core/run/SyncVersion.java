package dev.dbsync.core.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Sync this is. */
public final class SyncVersion {

    private SyncVersion() {}

    /** As the build has it: {@code 1.0.0}. */
    public static String text() {
        try (InputStream resource = SyncVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("sync.version");
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties of this jar cannot be read", e);
        }
    }
}
