package dev.dbsync.core.masking;

import static dev.dbsync.core.masking.Catalogs.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** A policy of the rules of a sync.yaml for a catalog that a test has made up, and what it is refused with. */
abstract class PolicyFixture {

    @TempDir
    Path directory;

    final List<SyncEvent> events = new ArrayList<>();
    final List<Catalog> others = new ArrayList<>();
    Set<TableName> lookups = Set.of();

    static TableName name(String table) {
        return new TableName("public", table);
    }

    List<Problem> refusal(Catalog catalog, String rules) {
        return refusalOf(catalog, "anonymize: { tables: { " + rules + " } }");
    }

    List<Problem> refusalOf(Catalog catalog, String yaml) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> policyOf(catalog, yaml));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.problems();
    }

    MaskingPolicy policy(Catalog catalog, String rules) throws IOException {
        return policyOf(catalog, "anonymize: { tables: { " + rules + " } }");
    }

    MaskingPolicy policyOf(Catalog catalog, String yaml) throws IOException {
        return policyOf(catalog, yaml, catalog.tables());
    }

    MaskingPolicy policyOf(Catalog catalog, String yaml, List<Table> selected) throws IOException {
        AnonymizeConfig config = config(yaml);
        return MaskingPolicy.of(
                new MaskingScope(config, catalog, others, selected, lookups, "public"),
                Masks.KEY,
                new NoRows(),
                events::add);
    }

    AnonymizeConfig config(String yaml) throws IOException {
        return ConfigFile.read(Files.writeString(directory.resolve("sync.yaml"), yaml), directory)
                .anonymize();
    }

    /** A source that was analyzed and has no other indexes; whatever could collide, may. */
    private static final class NoRows implements SourceRows {

        @Override
        public List<UniqueIndex> otherUniqueIndexes() {
            return List.of();
        }

        @Override
        public Map<ColumnId, GeneratedColumn> generatedColumns() {
            return Map.of();
        }

        @Override
        public Map<TableName, Set<String>> partitionKeys() {
            return Map.of();
        }

        @Override
        public List<DerivedIndex> derivedIndexes() {
            return List.of();
        }

        @Override
        public Optional<String> complaint(Column column, String value) {
            return Optional.empty();
        }

        @Override
        public long count(TableName table) {
            throw new AssertionError("the estimate would have done for " + table);
        }

        @Override
        public double pairsAlike(UniqueIndex index, Map<String, Normalization> columns) {
            return Double.MAX_VALUE;
        }

        @Override
        public long merged(UniqueIndex index, Map<String, Normalization> columns) {
            return 0;
        }

        @Override
        public Optional<String> unsayable(Normalization normalization) {
            return Optional.empty();
        }

        @Override
        public Optional<String> complaint(TableName table, String condition) {
            return Optional.empty();
        }

        @Override
        public boolean speaksOfNothingBut(TableName table, Column column, String condition) {
            return true;
        }
    }
}
