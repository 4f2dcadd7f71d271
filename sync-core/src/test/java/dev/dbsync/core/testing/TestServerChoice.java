package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import java.util.Map;
import java.util.function.Supplier;

/** Which server the system properties ask for. */
sealed interface TestServerChoice extends Supplier<RunningServer> {

    /** The properties' names, which the poms pass on to the tests' JVM. */
    String KIND = "sync.test.postgres";

    String VERSION = "sync.test.postgres.version";

    static TestServerChoice fromProperties() {
        String kind = System.getProperty(KIND, "embedded");
        String version = System.getProperty(VERSION, "18");
        if (kind.equals("embedded")) {
            return new Embedded(version);
        }
        if (kind.equals("testcontainers")) {
            return new Container(version);
        }
        if (kind.startsWith("jdbc:postgresql:") || kind.startsWith("postgresql:")) {
            return new Given(DatabaseUrl.parse(kind, "-D" + KIND));
        }
        throw new IllegalArgumentException(
                "-D" + KIND + " is embedded, testcontainers or a JDBC URL, not '" + kind + "'");
    }

    /** A second server beside this one. */
    default TestServerChoice another() {
        return this;
    }

    /** The same with settings of its own, where it can be started so. */
    default Supplier<RunningServer> with(Map<String, String> settings) {
        return new Embedded(System.getProperty(VERSION, "18")).with(settings);
    }

    /** zonky's binaries, which the build put on the class path for this platform and version. */
    record Embedded(String version) implements TestServerChoice {
        @Override
        public RunningServer get() {
            return EmbeddedTestServer.start(version, Map.of());
        }

        @Override
        public Supplier<RunningServer> with(Map<String, String> settings) {
            return () -> EmbeddedTestServer.start(version, settings);
        }
    }

    /** Docker's official image. */
    record Container(String version) implements TestServerChoice {
        @Override
        public RunningServer get() {
            return ContainerTestServer.start(version);
        }
    }

    /** A server that somebody else runs. */
    record Given(DatabaseUrl url) implements TestServerChoice {
        @Override
        public RunningServer get() {
            return new RunningServer(url, () -> {});
        }

        /** Another system identifier cannot be had from the given server. */
        @Override
        public TestServerChoice another() {
            return new Embedded(System.getProperty(VERSION, "18"));
        }
    }
}
