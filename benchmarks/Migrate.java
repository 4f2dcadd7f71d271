import java.nio.file.Path;
import java.util.Locale;
import org.flywaydb.core.Flyway;

/** Flyway's own migrate, and what it took in seconds. */
public final class Migrate {

    private Migrate() {}

    public static void main(String[] arguments) {
        long start = System.nanoTime();
        Flyway.configure()
                .dataSource(arguments[1], "postgres", "unused")
                .locations("filesystem:" + Path.of(arguments[0]).resolve("src/main/resources/db/migration"))
                .load()
                .migrate();
        System.out.printf(Locale.ROOT, "total %.3f%n", (System.nanoTime() - start) / 1e9);
    }
}
