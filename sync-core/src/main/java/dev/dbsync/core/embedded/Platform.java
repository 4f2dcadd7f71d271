package dev.dbsync.core.embedded;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the binaries must run on, in the words of their artifact ids. */
record Platform(String os, String architecture) {

    /** @throws SyncException where there are no binaries for this machine */
    static Platform current() {
        return of(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    static Platform of(String osName, String osArch, boolean alpine) {
        String name = osName.toLowerCase(Locale.ROOT);
        boolean arm = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> false;
            case "aarch64", "arm64" -> true;
            default -> throw unsupported(osName, osArch);
        };
        String architecture = arm ? "arm64v8" : "amd64";
        if (name.startsWith("linux")) {
            return new Platform("linux", architecture + (alpine ? "-alpine" : ""));
        }
        if (name.startsWith("mac")) {
            return new Platform("darwin", architecture);
        }
        if (name.startsWith("windows")) {
            // Windows on ARM runs the binaries for amd64; there are no others.
            return new Platform("windows", "amd64");
        }
        throw unsupported(osName, osArch);
    }

    boolean isWindows() {
        return os.equals("windows");
    }

    @Override
    public String toString() {
        return os + "-" + architecture;
    }

    private static SyncException unsupported(String osName, String osArch) {
        return new SyncException(new Problem(
                "There is no embedded PostgreSQL for " + osName + " on " + osArch,
                "url: embedded",
                "Start a PostgreSQL by other means and write its URL into sync.yaml"));
    }
}
