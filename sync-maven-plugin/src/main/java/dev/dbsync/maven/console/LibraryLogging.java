package dev.dbsync.maven.console;

import java.util.List;

/** Keeps what libraries of core tell about themselves out of Maven's log; their warnings stay. */
public final class LibraryLogging {

    private static final List<String> TALKATIVE = List.of("org.pgcodekeeper");

    /** Of Maven 3 and of Maven 4. */
    private static final List<String> PREFIXES = List.of("org.slf4j.simpleLogger.log.", "maven.logger.log.");

    private LibraryLogging() {}

    /** To be called before the libraries are: Maven reads these properties when it makes a logger. */
    public static void quiet() {
        for (String prefix : PREFIXES) {
            for (String library : TALKATIVE) {
                if (System.getProperty(prefix + library) == null) {
                    System.setProperty(prefix + library, "warn");
                }
            }
        }
    }
}
