package dev.dbsync.core.pull;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.MaskingScope;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gathers what the masking rules are checked against. */
final class MaskingInputs {

    private final SyncConfig config;
    private final Environments environments;

    MaskingInputs(SyncConfig config, Environments environments) {
        this.config = config;
        this.environments = environments;
    }

    /**
     * A lookup table of which a promotion leaves rows alone holds rows of production's own: such a table needs rules.
     *
     * @param defaultSchema of the source
     */
    MaskingScope scope(Catalog source, List<Table> selected, String defaultSchema) {
        Set<TableName> lookups = config.lookups().stream()
                .filter(LookupConfig::ownsAllRows)
                .flatMap(lookup -> source.named(lookup.table(), defaultSchema).stream())
                .map(Table::name)
                .collect(Collectors.toSet());
        return new MaskingScope(
                config.anonymize(), source, others(source, defaultSchema), selected, lookups, defaultSchema);
    }

    /** A rule may travel with the migration that adds its column; nobody is connected to as long as none does. */
    private List<Catalog> others(Catalog source, String defaultSchema) {
        if (MaskingScope.isMet(config.anonymize(), source, defaultSchema)) {
            return List.of();
        }
        return others(Catalog::read);
    }

    /** What is read of an environment. */
    @FunctionalInterface
    interface Reading<T> {

        T of(Connection connection) throws SQLException;
    }

    /** Reads the other environments of the chain, those that can be reached. */
    <T> List<T> others(Reading<T> reading) {
        List<T> others = new ArrayList<>();
        for (String name : config.chain()) {
            if (!name.equals(config.pull().from())) {
                read(name, reading).ifPresent(others::add);
            }
        }
        return others;
    }

    private <T> Optional<T> read(String name, Reading<T> reading) {
        try {
            Database database = environments.database(name, "chain");
            try (Connection connection = database.connectReadOnly("pull-prod rules")) {
                return Optional.of(reading.of(connection));
            } catch (SQLException e) {
                throw SqlProblem.of(e, "Cannot read the catalog", database.shown(), "");
            }
        } catch (SyncException e) {
            // One that cannot be reached vouches for no rule; the rules' own check then says what is missing.
            return Optional.empty();
        }
    }
}
