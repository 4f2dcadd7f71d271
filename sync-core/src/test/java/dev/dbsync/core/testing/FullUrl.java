package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;

/** A database of a test as a configuration names it. */
public final class FullUrl {

    private FullUrl() {}

    /** With everything that is needed to connect. */
    public static String of(Database database) {
        DatabaseUrl url = database.url();
        return "postgresql://" + url.user().orElseThrow() + ":" + url.password().orElse("none") + "@"
                + url.hosts().get(0).shown() + "/" + url.database();
    }
}
