package dev.dbsync.core.report;

import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.migration.SegmentedRun;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.status.CheckoutStatus;
import dev.dbsync.core.status.EnvironmentStatus;
import dev.dbsync.core.status.LinkStatus;
import dev.dbsync.core.status.StatusReport;
import dev.dbsync.core.status.UnfinishedPull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The status as a person reads it at a terminal; its last line names the command to run next. */
public final class StatusText {

    /** More pending migrations or divergences than this are counted, not listed. */
    private static final int LISTED = 20;

    private static final String INDENT = "      ";

    private static final int UNCLASSIFIED_LISTED = 10;

    private final StringBuilder text = new StringBuilder();

    private StatusText() {}

    /** Lines without colour codes, each ended by a line feed. */
    public static String of(StatusReport report) {
        StatusText status = new StatusText();
        status.environments(report.environments());
        status.links(report);
        status.problems(report.problems(), "  ");
        status.unclassified(report);
        status.text
                .append('\n')
                .append(report.next().text())
                .append(": ")
                .append(report.next().command())
                .append('\n');
        return status.text.toString();
    }

    /** Those of one environment in one line: the file of rules is where they are listed. */
    private void unclassified(StatusReport report) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        report.unclassified()
                .forEach(column -> columns.computeIfAbsent(column.environment(), name -> new ArrayList<>())
                        .add(column.table() + "." + column.column()));
        columns.forEach((environment, names) -> {
            int more = names.size() - UNCLASSIFIED_LISTED;
            line("  ! " + environment + " has " + names.size()
                    + (names.size() == 1 ? " column" : " columns") + " without a masking rule: "
                    + String.join(", ", names.subList(0, Math.min(UNCLASSIFIED_LISTED, names.size())))
                    + (more > 0 ? " and " + more + " more" : ""));
            line("    pull-prod refuses such columns, unless anonymize.unclassified lets them pass; propose rules"
                    + " with: mvn sync:classify -Dsync.from=" + environment);
        });
    }

    private void environments(List<EnvironmentStatus> environments) {
        TextTable table = new TextTable("  ", "environment", "version", "applied", "failed", "PostgreSQL", "database");
        for (EnvironmentStatus environment : environments) {
            boolean read = environment.problem().isEmpty();
            table.row(
                    environment.name(),
                    read ? environment.version().orElse("-") : environment.reachable() ? "unreadable" : "unreachable",
                    read ? environment.applied() : "-",
                    read ? environment.failed() : "-",
                    environment.server().orElse("-"),
                    environment.database().orElse("-"));
        }
        text.append(table.text());
        for (EnvironmentStatus environment : environments) {
            environment.problem().ifPresent(problem -> problems(List.of(problem), "  "));
            if (environment.problem().isEmpty() && !environment.hasHistory()) {
                line("  ! " + environment.name() + " has no Flyway history");
            }
            environment.interrupted().ifPresent(earlier -> interrupted(environment.name(), earlier));
            environment.pull().ifPresent(pull -> unfinished(environment.name(), pull));
        }
    }

    private void interrupted(String to, Interruption earlier) {
        boolean pull = earlier.isOfPull();
        line("  ! "
                + (pull
                        ? "A pull into " + to + " was interrupted in its migrations: "
                        : "A promotion to " + to + " is not at its end: ")
                + earlier.shown());
        line("    Unless it is still running, it goes on with: mvn sync:" + (pull ? "pull-prod" : "promote") + " -Dto="
                + to + (earlier.planId().equals(SegmentedRun.REHEARSAL) ? " -Dsync.migrate" : ""));
    }

    private void unfinished(String to, UnfinishedPull pull) {
        String command = "mvn sync:pull-prod -Dto=" + to;
        boolean swap = pull.kind() == UnfinishedPull.Kind.SWAP;
        if (pull.unproven()) {
            line("  ! The proof of a pull into " + to
                    + pull.since().map(since -> ", begun at " + since + ",").orElse("")
                    + " has found what should have been masked, and that pull is not at its end");
            line("    What holds it is emptied, and the pull ended, with: " + command + " " + pull.option());
            return;
        }
        line("  ! A pull into " + to
                + pull.since().map(since -> ", begun at " + since + ",").orElse("") + " is not at its end: "
                + (swap
                        ? to + " is as it was, and " + pull.database().orElse("the database")
                                + " beside it has not taken its place"
                        : "tables may be empty, half full or without their indexes and keys"));
        line("    Unless it is still running, it goes on with: " + command + " " + pull.option());
        line(
                swap
                        ? "    or is begun anew, which drops that database first, with: " + command
                        : "    or is ended, which puts the indexes and keys back, with: " + command
                                + " -Dsync.restoreIndexes");
    }

    private void links(StatusReport report) {
        List<Section> sections = new ArrayList<>();
        checkout(report).ifPresent(sections::add);
        report.links().forEach(link -> sections.add(link(link)));
        if (sections.isEmpty()) {
            return;
        }
        text.append('\n');
        int width = sections.stream()
                .mapToInt(section -> section.title().length())
                .max()
                .orElse(0);
        for (Section section : sections) {
            line("  " + section.title() + " ".repeat(width - section.title().length()) + "  " + section.summary());
            text.append(section.details());
        }
    }

    /** A comparison: what with what, the verdict in a line, and the lines below it. */
    private record Section(String title, String summary, String details) {}

    private static Optional<Section> checkout(StatusReport report) {
        CheckoutStatus checkout = report.checkout();
        if (checkout.pending().isEmpty()
                && checkout.divergences().isEmpty()
                && checkout.notices().isEmpty()) {
            return Optional.empty();
        }
        String verdict = !checkout.divergences().isEmpty()
                ? LinkStatus.Verdict.DIVERGED.name()
                : checkout.pending().isEmpty() ? LinkStatus.Verdict.IN_SYNC.name() : LinkStatus.Verdict.BEHIND.name();
        StatusText details = new StatusText();
        details.pending(checkout.pending());
        details.divergences(checkout.divergences());
        details.notices(checkout.notices());
        return Optional.of(new Section(
                "checkout → " + report.chain().get(0),
                verdict
                        + counts(
                                checkout.pending().size(),
                                0,
                                checkout.divergences().size()),
                details.text.toString()));
    }

    private static Section link(LinkStatus link) {
        StatusText details = new StatusText();
        details.pending(link.pending());
        details.divergences(link.divergences());
        details.lookups(link.lookups());
        details.problems(link.problems(), INDENT);
        details.notices(link.notices());
        return new Section(
                link.from() + " → " + link.to(),
                link.verdict()
                        + counts(
                                link.pending().size(),
                                link.lookups().size(),
                                link.divergences().size() + link.problems().size()),
                details.text.toString());
    }

    private static String counts(int pending, int lookups, int obstacles) {
        List<String> parts = new ArrayList<>();
        add(parts, obstacles, "obstacle", "obstacles");
        add(parts, pending, "migration pending", "migrations pending");
        add(parts, lookups, "lookup table differs", "lookup tables differ");
        return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String one, String many) {
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : many));
        }
    }

    private void pending(List<PendingMigration> pending) {
        TextTable table = new TextTable(INDENT);
        pending.stream()
                .limit(LISTED)
                .forEach(migration -> table.row(
                        migration.version().orElse("repeatable"),
                        migration.script(),
                        migration
                                .obstacle()
                                .map(why -> "(" + why.reason() + ")")
                                .orElse("")));
        text.append(table.text());
        if (pending.size() > LISTED) {
            line(INDENT + "… and " + (pending.size() - LISTED) + " more");
        }
    }

    private void divergences(List<Divergence> divergences) {
        List<Divergence> listed = divergences.subList(0, Math.min(LISTED, divergences.size()));
        for (int i = 0; i < listed.size(); i++) {
            Divergence divergence = listed.get(i);
            line(INDENT + divergence.kind() + ": " + divergence.detail());
            boolean sameFollows =
                    i + 1 < listed.size() && listed.get(i + 1).remedy().equals(divergence.remedy());
            if (!sameFollows) {
                line(INDENT + "  remedy: " + divergence.remedy());
            }
        }
        if (divergences.size() > LISTED) {
            line(INDENT + "… and " + (divergences.size() - LISTED) + " more obstacles");
        }
    }

    private void lookups(List<LinkStatus.LookupCount> lookups) {
        if (lookups.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(INDENT, "lookup table", "insert", "update", "delete");
        lookups.forEach(lookup ->
                table.row(lookup.table(), lookup.insert(), lookup.update(), lookup.delete(), estimate(lookup)));
        text.append(table.text());
    }

    private static String estimate(LinkStatus.LookupCount lookup) {
        return lookup.estimate() ? "(estimate: pending migrations may change it)" : "";
    }

    private void problems(List<Problem> problems, String indent) {
        for (Problem problem : problems) {
            line(indent + "! " + problem.text().replace("\n", "\n" + indent + "  "));
        }
    }

    private void notices(List<String> notices) {
        notices.forEach(notice -> line(INDENT + "note: " + notice));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
