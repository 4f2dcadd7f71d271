package dev.dbsync.core.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code main} of a class of the tests in a process of its own: to be killed, or told to end. */
public final class OtherJvm {

    private OtherJvm() {}

    /** Not started yet, with the class path of this one; what it is given may still be added to. */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                // It lives for seconds: the second compiler would only begin when it ends.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** The program that runs this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
