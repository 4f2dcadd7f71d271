package dev.dbsync.core.status;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.masking.Classification;
import dev.dbsync.core.masking.CopiedTables;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OwnTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the columns of each environment that have no masking rule and need one, by the catalogs alone: a migration that
 * adds one is seen on its first environment, long before production has it. Of an environment in which a pull has set
 * foreign keys aside nothing can be told: what rules columns inherit is written in those.
 */
final class UnclassifiedColumns {

    private UnclassifiedColumns() {}

    /** @return none where nothing is configured about masking */
    static List<UnclassifiedColumn> of(SyncConfig config, Map<String, Probe> probes) {
        if (!config.anonymize().isConfigured()) {
            return List.of();
        }
        List<UnclassifiedColumn> columns = new ArrayList<>();
        for (String name : config.chain()) {
            Optional.ofNullable(probes.get(name))
                    .filter(probe -> !isHalfPulled(probe))
                    .flatMap(Probe::reading)
                    .ifPresent(reading -> columns.addAll(of(name, config, reading, others(name, probes))));
        }
        return columns;
    }

    private static List<UnclassifiedColumn> of(
            String name, SyncConfig config, Probe.Reading reading, List<Catalog> others) {
        Migrations migrations = reading.migrations();
        CopiedTables copied = new CopiedTables(
                config.pull(),
                reading.catalog(),
                table -> table.equals(migrations.historyTable()) || OwnTables.NAMES.contains(table.name()));
        return Classification.of(
                        Classification.scope(config, reading.catalog(), others, copied, migrations.defaultSchema()))
                .unclassified()
                .stream()
                .map(id -> new UnclassifiedColumn(name, id.table().shown(), id.column()))
                .toList();
    }

    private static boolean isHalfPulled(Probe probe) {
        return probe.status()
                .pull()
                .filter(pull -> pull.kind() == UnfinishedPull.Kind.IN_PLACE)
                .isPresent();
    }

    private static List<Catalog> others(String name, Map<String, Probe> probes) {
        return probes.entrySet().stream()
                .filter(probe -> !probe.getKey().equals(name))
                .flatMap(probe -> probe.getValue().reading().stream())
                .map(Probe.Reading::catalog)
                .toList();
    }
}
