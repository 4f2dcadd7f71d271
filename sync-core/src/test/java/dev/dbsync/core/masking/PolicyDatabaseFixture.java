package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A policy of the rules of a sync.yaml for a real database, and what it is refused with. */
abstract class PolicyDatabaseFixture {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final MaskingKey KEY = MaskingKey.of("000102030405060708090a0b0c0d0e0f", "test");

    @TempDir
    Path directory;

    final Database prod = server.createDatabase("prod");

    static TableName table(String name) {
        return new TableName("public", name);
    }

    static String masked(MaskingPolicy policy, String table, String column, String value) {
        byte[] masked = policy.masks(table(table)).get(column).mask(value.getBytes(StandardCharsets.UTF_8));
        return new String(masked, StandardCharsets.UTF_8);
    }

    List<Problem> refusal(String rules) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> policy(rules));
        assertThat(refusal).as("a refusal of " + rules).isNotNull();
        return refusal.problems();
    }

    List<Problem> refusalOf(String anonymize) {
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> policyOf(anonymize, table -> true, Set.of()));
        assertThat(refusal).as("a refusal of " + anonymize).isNotNull();
        return refusal.problems();
    }

    /** @param anonymize what stands under that key, as a flow mapping without its braces */
    MaskingPolicy policyOf(String anonymize) throws SQLException, IOException {
        return policyOf(anonymize, table -> true, Set.of());
    }

    MaskingPolicy policy(String rules) throws SQLException, IOException {
        return policy(rules, table -> true);
    }

    MaskingPolicy policy(String rules, Predicate<Table> selection) throws SQLException, IOException {
        return policyOf("tables: { " + rules + " }", selection, Set.of());
    }

    MaskingPolicy policyOf(String anonymize, Predicate<Table> selection, Set<TableName> lookups)
            throws SQLException, IOException {
        Path file = Files.writeString(
                directory.resolve("sync.yaml"), "anonymize: { " + anonymize + " }", StandardCharsets.UTF_8);
        AnonymizeConfig config = ConfigFile.read(file, directory).anonymize();
        try (Connection connection = prod.connectReadOnly("test")) {
            Catalog catalog = Catalog.read(connection);
            List<Table> selected = catalog.tables().stream().filter(selection).toList();
            return MaskingPolicy.of(
                    new MaskingScope(config, catalog, List.of(), selected, lookups, "public"),
                    KEY,
                    connection,
                    EventSink.none());
        }
    }
}
