package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.masking.testkit.AwkwardValues;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PostgreSQL takes what the strategies make of its own extreme values, and finds it different where that is promised.
 */
class StrategyOutputsDatabaseTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static Database any;

    @BeforeAll
    static void createDatabase() {
        any = server.createDatabase("outputs");
    }

    static List<Arguments> rules() {
        return BuiltInStrategiesCheckTest.rules()
                .filter(rule -> !List.of("null", "keep", "constant").contains(rule.get()[0]))
                .toList();
    }

    @ParameterizedTest(name = "{0} {2} in {1}")
    @MethodSource("rules")
    void outputsAreValuesOfTheType(String strategy, String type, Map<String, Object> options) throws SQLException {
        MaskingContext context = MaskingContext.of(type, options, Masks.KEY);
        OutputPromise promise = Strategies.discover().get(strategy).promise(context);

        for (boolean same : same(type, strategy, context)) {
            assertThat(promise.mayEqualInput() || !same).isTrue();
        }
    }

    /** No more digits than the column has room for. */
    @ParameterizedTest
    @CsvSource({"noise", "round", "age-band"})
    void numbersFitTheirPrecision(String strategy) throws SQLException {
        MaskingContext context = MaskingContext.of("numeric", Map.of(), Masks.KEY);
        for (String value : List.of("999.99", "-999.99", "0.99", "0.01", "0", "5", "99")) {
            String masked = Masks.mask(strategy, context, value);
            try (Connection connection = any.connectReadOnly("test");
                    PreparedStatement statement = connection.prepareStatement("SELECT ?::numeric(5,2)")) {
                statement.setString(1, masked);
                assertThat(statement.execute()).isTrue();
            }
        }
    }

    private boolean[] same(String type, String strategy, MaskingContext context) throws SQLException {
        String[] inputs = AwkwardValues.of(type).stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toArray(String[]::new);
        MaskingStrategy found = Strategies.discover().get(strategy);
        ColumnMask mask = found.promise(context).normalization().before(found.mask(context));
        String[] outputs = AwkwardValues.of(type).stream()
                .map(mask::mask)
                .map(masked -> new String(masked, StandardCharsets.UTF_8))
                .toArray(String[]::new);
        String sql = "SELECT (i::" + type + ")::text COLLATE \"C\" = (o::" + type + ")::text COLLATE \"C\""
                + " FROM unnest(?::text[], ?::text[]) AS t(i, o)";
        try (Connection connection = any.connectReadOnly("test");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", inputs));
            statement.setArray(2, connection.createArrayOf("text", outputs));
            boolean[] same = new boolean[inputs.length];
            try (ResultSet rows = statement.executeQuery()) {
                for (int i = 0; rows.next(); i++) {
                    same[i] = rows.getBoolean(1);
                }
            }
            return same;
        }
    }
}
