package dev.dbsync.core.migration;

import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationConfigurationExtension;

/**
 * Those of Flyway's settings that change what the same scripts and callbacks do, or what is written of them into the
 * history.
 *
 * <p>Placeholders, callbacks and resolvers count by their content and are not among them. Left out are
 *
 * <ul>
 *   <li>what only says which files there are: {@code locations}, {@code callbackLocations},
 *       {@code failOnMissingLocations}, {@code jarDirs}, {@code outOfOrder}. A plan holds the scripts and callbacks
 *       that were found and are run, whatever way they were;
 *   <li>what Sync says itself, or refuses: {@code target}, {@code cherryPick}, {@code group}, {@code mixed},
 *       {@code skipExecutingMigrations}, {@code dryRunOutput}, {@code validateOnMigrate}, {@code cleanDisabled},
 *       {@code postgresql.transactional.lock}; and {@code url}, {@code user}, {@code password}, {@code driver},
 *       {@code jdbcProperties}, {@code kerberosConfigFile}, {@code connectRetries}, {@code connectRetriesInterval},
 *       since connections are Sync's;
 *   <li>what can stop a run, and changes nothing that it does: {@code ignoreMigrationPatterns},
 *       {@code validateMigrationNaming}, {@code failOnMissingTarget}, {@code lockRetryCount},
 *       {@code communityDBSupportEnabled};
 *   <li>how the same statements are sent: {@code batch}, {@code stream};
 *   <li>what is told of a run: {@code loggers}, {@code outputQueryResults}, {@code outputProgress},
 *       {@code outputLogsInJson}, {@code outputType}, {@code reportEnabled}, {@code reportFilename}; and
 *       {@code installedBy}, since who promotes is no part of a plan;
 *   <li>what this edition of Flyway does not have: {@code errorOverrides}, {@code undoSqlMigrationPrefix},
 *       {@code powershellExecutable}, {@code licenseKey} and the like.
 * </ul>
 */
final class EffectiveSettings {

    private EffectiveSettings() {}

    /** Their values, in an order that stays. */
    static List<Object> of(FluentConfiguration configuration) {
        return Arrays.asList(
                // What the text of a script becomes.
                configuration.getInitSql(),
                configuration.isPlaceholderReplacement(),
                configuration.getPlaceholderPrefix(),
                configuration.getPlaceholderSuffix(),
                configuration.getPlaceholderSeparator(),
                configuration.getScriptPlaceholderPrefix(),
                configuration.getScriptPlaceholderSuffix(),
                configuration.getEncoding(),
                configuration.isDetectEncoding(),
                // Where and how it is run.
                configuration.getDefaultSchema(),
                Arrays.asList(configuration.getSchemas()),
                configuration.isCreateSchemas(),
                configuration.getTable(),
                configuration.getTablespace(),
                configuration.isExecuteInTransaction(),
                configuration.isSkipDefaultCallbacks(),
                configuration.isSkipDefaultResolvers(),
                // The row that may come before all scripts, and hides those below it.
                configuration.isBaselineOnMigrate(),
                configuration.getBaselineVersion(),
                configuration.getBaselineDescription(),
                // Which version and description the history has of a file.
                configuration.getSqlMigrationPrefix(),
                configuration.getRepeatableSqlMigrationPrefix(),
                configuration.getSqlMigrationSeparator(),
                Arrays.asList(configuration.getSqlMigrationSuffixes()),
                configuration
                        .getConfigurationExtension(BaselineMigrationConfigurationExtension.class)
                        .getBaselineMigrationPrefix());
    }
}
