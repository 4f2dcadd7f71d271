package dev.dbsync.core.report;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.pull.MaskingReport;
import dev.dbsync.core.run.EarlierPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the reports of the goals lie: {@code <goal>.json}, and the plans: {@code <goal>-plan.txt}, {@code .json} and
 * {@code .md}; in one directory, {@code target/sync} under Maven.
 */
public final class ReportFile {

    /** All that a plan may be written as. */
    private static final List<String> PLAN_FORMS = List.of("txt", "json", "md");

    private static final String MASKING = "masking";

    private final Path directory;

    public ReportFile(Path directory) {
        this.directory = directory;
    }

    /** Where the goal's report is, or will be. */
    public Path of(String goal) {
        return directory.resolve(goal + ".json");
    }

    private Path plan(String goal, String form) {
        return directory.resolve(goal + "-plan." + form);
    }

    /** The plan of an earlier run, as far as its file tells; to be asked before {@link #prepare} removes it. */
    public Optional<EarlierPlan> lastPlan(String goal) {
        return LastPlan.read(plan(goal, "json"));
    }

    /**
     * Makes room for a report: removes that of an earlier run and its plan, and makes the directory.
     *
     * @throws SyncException when nothing can be written there, which is to be known before anything is changed
     */
    public void prepare(String goal) {
        delete(goal);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unwritable(goal, e);
        }
    }

    /**
     * Removes the report of an earlier run and its plan, where there are any.
     *
     * @throws SyncException when that is not possible
     */
    public void delete(String goal) {
        try {
            Files.deleteIfExists(of(goal));
            for (String form : PLAN_FORMS) {
                Files.deleteIfExists(plan(goal, form));
            }
        } catch (IOException e) {
            throw unwritable(goal, e);
        }
    }

    private SyncException unwritable(String goal, IOException e) {
        return new SyncException(
                new Problem(
                        "The report cannot be written: " + e.getClass().getSimpleName(),
                        of(goal).toString(),
                        "See that the directory can be made and written to, and that no file is in its way"),
                e);
    }

    /**
     * Writes a plan in all its forms.
     *
     * @throws SyncException when that is not possible, which is to be known before anything is changed
     */
    public void writePlan(String goal, PlanDocument plan) {
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> form : plan.files().entrySet()) {
                Files.writeString(plan(goal, form.getKey()), form.getValue(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw unwritable(goal, e);
        }
    }

    /**
     * Removes what an earlier run has said about masking.
     *
     * @throws SyncException when that is not possible
     */
    public void deleteMasking() {
        try {
            Files.deleteIfExists(of(MASKING));
            Files.deleteIfExists(directory.resolve(MASKING + ".html"));
        } catch (IOException e) {
            throw unwritable(MASKING, e);
        }
    }

    /** Writes {@code masking.json} and {@code masking.html}. */
    public void write(MaskingReport report) {
        write(MASKING, MaskingJson.of(report));
        Path page = directory.resolve(MASKING + ".html");
        try {
            Files.writeString(page, MaskingHtml.of(report), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + page, e);
        }
    }

    public void write(String goal, String json) {
        try {
            Files.createDirectories(directory);
            Files.writeString(of(goal), json + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + of(goal), e);
        }
    }
}
