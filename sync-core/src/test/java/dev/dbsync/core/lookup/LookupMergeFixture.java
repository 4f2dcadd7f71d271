package dev.dbsync.core.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two databases between which lookup tables are merged. */
abstract class LookupMergeFixture {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    static final String FEE_GROUP = "CREATE TABLE fee_group (id int PRIMARY KEY, code text NOT NULL UNIQUE, name text)";

    static LookupFixture.Pair pair;

    @BeforeAll
    static void createDatabases() {
        pair = LookupFixture.Pair.on(server);
    }

    static LookupCounts counts(String table, long inserted, long updated, long deleted) {
        return new LookupCounts(new TableName("public", table), inserted, updated, deleted);
    }

    static void assertEqualSides(LookupFixture sides, String query) {
        List<List<String>> answers = sides.answers(query);
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
    }
}
