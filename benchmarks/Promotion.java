import dev.dbsync.core.Sync;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.promote.PromoteReport;
import dev.dbsync.core.promote.PromoteRequest;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One promotion, as Maven would run it, and what its parts took in seconds. */
public final class Promotion {

    private Promotion() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        Map<String, Duration> steps = new TreeMap<>();
        long start = System.nanoTime();
        PromoteReport report;
        try (Sync sync = Sync.builder(directory.resolve("sync.yaml"), directory)
                .events(event -> {
                    if (event instanceof SyncEvent.StepFinished step) {
                        steps.merge(name(step.step()), step.took(), Duration::plus);
                    }
                })
                .open()) {
            report = sync.promote(new PromoteRequest(arguments[1], false), Confirmation.answered("yes"));
        }
        Duration total = Duration.ofNanos(System.nanoTime() - start);
        if (report.outcome() != Outcome.PROMOTED) {
            throw new IllegalStateException("not promoted: " + report);
        }
        print("total", total);
        print("but-backup", total.minus(steps.getOrDefault("back-up", Duration.ZERO)));
        steps.forEach(Promotion::print);
    }

    private static String name(String step) {
        if (step.startsWith("Back up ")) {
            return "back-up";
        }
        return step.split("[ :]", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static void print(String name, Duration took) {
        System.out.printf(Locale.ROOT, "%s %.3f%n", name, took.toNanos() / 1e9);
    }
}
