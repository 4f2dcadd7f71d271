package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.migration.SqlFile;
import dev.dbsync.core.migration.SqlFiles;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.script.LineEnds;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL files of {@code promote.before} and {@code promote.after} that a promotion runs. Those of {@code before}
 * belong to its first transaction: one that goes on with an interrupted promotion, of which that is committed, does not
 * run them again.
 */
final class PromoteHooks {

    private final List<SqlFile> before;
    private final List<SqlFile> after;

    /** @param interrupted the promotion that it goes on with */
    PromoteHooks(SyncConfig config, Optional<Interruption> interrupted) {
        this.before = isBegun(interrupted)
                ? List.of()
                : files(config, config.promote().before());
        this.after = files(config, config.promote().after());
    }

    /** A pull that was interrupted amid its scripts notes it in the same place, and ran no hook. */
    static boolean isBegun(Optional<Interruption> interrupted) {
        return interrupted.filter(earlier -> !earlier.isOfPull()).isPresent();
    }

    private static List<SqlFile> files(SyncConfig config, List<String> names) {
        return names.stream()
                .map(name ->
                        new SqlFile(name, config.baseDirectory().resolve(name).normalize()))
                .toList();
    }

    List<SqlFile> before() {
        return before;
    }

    List<SqlFile> after() {
        return after;
    }

    /** @throws RefusedException when one is not there, or cannot be run in the transaction */
    void verifyRunnable(SqlFiles runner, Connection target) {
        List<SqlFile> all = Stream.concat(before.stream(), after.stream()).toList();
        if (!all.isEmpty()) {
            runner.verifyRunnable(target, all);
        }
    }

    /** Says all that decides what they do: which there are, and the content of each, by a name for people. */
    void identify(BiConsumer<String, String> parts) {
        parts.accept("list of promote.before", names(before));
        parts.accept("list of promote.after", names(after));
        Stream.concat(before.stream(), after.stream())
                .forEach(file -> parts.accept("file " + file.name(), content(file)));
    }

    private static String names(List<SqlFile> files) {
        return files.stream().map(SqlFile::name).collect(Collectors.joining("\n"));
    }

    private static String content(SqlFile file) {
        return LineEnds.normalized(SqlFiles.text(file));
    }

    void before(SqlFiles runner, OneTransaction transaction, EventSink events) {
        before.forEach(file -> runner.run(transaction, file, events));
    }

    void after(SqlFiles runner, OneTransaction transaction, EventSink events) {
        after.forEach(file -> runner.run(transaction, file, events));
    }
}
