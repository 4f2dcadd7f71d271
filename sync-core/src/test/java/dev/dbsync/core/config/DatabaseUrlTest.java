package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.DatabaseUrl.HostPort;
import dev.dbsync.core.problem.SyncException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseUrlTest {

    private static DatabaseUrl parse(String url) {
        return DatabaseUrl.parse(url, "sync.yaml:1:1");
    }

    @Test
    void aJdbcUrlGivesHostsDatabaseAndParameters() {
        DatabaseUrl url = parse("jdbc:postgresql://one:6000,two/app?sslmode=verify-full&currentSchema=a,b");

        assertThat(url.hosts()).containsExactly(new HostPort("one", 6000), new HostPort("two", 5432));
        assertThat(url.database()).isEqualTo("app");
        assertThat(url.user()).isEmpty();
        assertThat(url.parameters()).isEqualTo(Map.of("sslmode", "verify-full", "currentSchema", "a,b"));
        assertThat(url.shown()).isEqualTo("one:6000,two:5432/app");
    }

    @Test
    void userAndPasswordOfAJdbcUrlAreNoParameters() {
        DatabaseUrl url = parse("jdbc:postgresql://h/app?user=me&password=a%26b+c&connectTimeout=3");

        assertThat(url.user()).contains("me");
        assertThat(url.password()).contains("a&b c");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/app?connectTimeout=3");
    }

    @Test
    void aJdbcUrlWithoutHostMeansThisMachine() {
        assertThat(parse("jdbc:postgresql:app").shown()).isEqualTo("localhost:5432/app");
        assertThat(parse("jdbc:postgresql:///app").shown()).isEqualTo("localhost:5432/app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "postgres"})
    void aLibpqUrlGivesDecodedUserPasswordAndDatabase(String scheme) {
        DatabaseUrl url = parse(scheme + "://m%40e:p%3A%2F%25+d@host:6000/my%20db");

        assertThat(url.user()).contains("m@e");
        assertThat(url.password()).contains("p:/%+d");
        assertThat(url.hosts()).containsExactly(new HostPort("host", 6000));
        assertThat(url.database()).isEqualTo("my db");
    }

    @Test
    void anIpv6AddressKeepsItsBracketsWhereTheyBelong() {
        DatabaseUrl url = parse("postgresql://[::1]:6000,[fe80::1%25eth0]/app");

        assertThat(url.hosts()).containsExactly(new HostPort("::1", 6000), new HostPort("fe80::1%eth0", 5432));
        assertThat(url.jdbcUrl()).startsWith("jdbc:postgresql://[::1]:6000,");
        assertThat(url.libpqEnvironment()).containsEntry("PGHOST", "::1,fe80::1%eth0");
    }

    @Test
    void libpqParametersTakeTheDriversNamesAndWords() {
        DatabaseUrl url = parse("postgresql://h/app?sslmode=require&connect_timeout=7&application_name=x%20y"
                + "&target_session_attrs=read-write&options=-c%20search_path%3Da&keepalives_idle=30&schema=s");

        assertThat(url.parameters())
                .isEqualTo(Map.of(
                        "sslmode", "require",
                        "connectTimeout", "7",
                        "ApplicationName", "x y",
                        "targetServerType", "primary",
                        "options", "-c search_path=a",
                        "currentSchema", "s"));
    }

    @Test
    void libpqParametersMayNameHostPortUserAndDatabase() {
        DatabaseUrl url = parse("postgresql:///other?host=::1,b&port=1,2&user=u&password=p&dbname=app");

        assertThat(url.hosts()).containsExactly(new HostPort("::1", 1), new HostPort("b", 2));
        assertThat(url.database()).isEqualTo("app");
        assertThat(url.user()).contains("u");
        assertThat(url.password()).contains("p");
        assertThat(url.parameters()).isEmpty();
    }

    @Test
    void pgDumpIsLedToTheSameDatabaseInTheSameWay() {
        DatabaseUrl url = parse("jdbc:postgresql://a,b:6000/app?user=u&password=p&sslmode=verify-ca"
                + "&sslrootcert=/ca.pem&connectTimeout=9&targetServerType=preferSecondary");

        assertThat(url.libpqEnvironment())
                .isEqualTo(Map.of(
                        "PGHOST", "a,b",
                        "PGPORT", "5432,6000",
                        "PGDATABASE", "app",
                        "PGUSER", "u",
                        "PGPASSWORD", "p",
                        "PGSSLMODE", "verify-ca",
                        "PGSSLROOTCERT", "/ca.pem",
                        "PGCONNECT_TIMEOUT", "9",
                        "PGTARGETSESSIONATTRS", "prefer-standby"));
        assertThat(parse("jdbc:postgresql://a/app?ssl=true").libpqEnvironment())
                .containsEntry("PGSSLMODE", "verify-full");
    }

    @Test
    void credentialsReplaceThoseOfTheUrlWhereGiven() {
        DatabaseUrl url = parse("postgresql://u:p@h/app");

        assertThat(url.withCredentials("other", null).user()).contains("other");
        assertThat(url.withCredentials("other", null).password()).contains("p");
        assertThat(url.withCredentials(null, "secret").password()).contains("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://ann:x@db.invalid/app    | postgresql://bob@DB.invalid:5432/app?sslmode=require | true
            postgresql://localhost/app           | postgresql://127.0.0.1/app                           | true
            postgresql://127.0.0.1,db.invalid/app | postgresql://db.invalid/app                         | true
            postgresql://db.invalid/app          | postgresql://db.invalid/other                        | false
            postgresql://db.invalid/app          | postgresql://db.invalid:5433/app                     | false
            postgresql://db.invalid/app          | postgresql://other.invalid/app                       | false
            """)
    void thatTwoUrlsLeadToOneDatabaseIsSeenByTheirAddresses(String one, String other, boolean same) {
        DatabaseUrl first = DatabaseUrl.parse(one, "test");
        DatabaseUrl second = DatabaseUrl.parse(other, "test");

        assertThat(first.leadsTo(second)).isEqualTo(same);
        assertThat(second.leadsTo(first)).isEqualTo(same);
    }

    @Test
    void thePasswordIsInNoText() {
        DatabaseUrl url = parse("postgresql://someuser:hunter2@h/app?sslpassword=hunter2");

        assertThat(url + url.shown()).doesNotContain("hunter2", "someuser");
        assertThat(url.jdbcUrl()).doesNotContain("someuser", "someuser:hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://u:hunter2@h/app",
                "hunter2",
                "jdbc:postgresql://u:hunter2@h/app",
                "postgresql://u:hunter2@h",
                "postgresql://u:hunter2@h/",
                "postgresql://u:hunter2@h:0/app",
                "postgresql://u:hunter2@h:65536/app",
                "postgresql://u:hunter2%zz@h/app",
                "postgresql://u:a@hunter2@h/app",
                "postgresql://u:a/hunter2@h/app",
                "postgresql://u:1/hunter2@h/app",
                "postgresql://u:hunter2@%2Fvar%2Frun/app",
                "postgresql://u:hunter2@h/app?target_session_attrs=hunter2",
                "jdbc:postgresql://h/app?password=a&hunter2",
                "jdbc:postgresql://h/app?service=hunter2",
                "jdbc:postgresql://h h:hunter2/app"
            })
    void aUrlThatCannotBeReadIsRefusedWithoutShowingIt(String url) {
        SyncException refused = catchThrowableOfType(SyncException.class, () -> parse(url));

        assertThat(refused).isNotNull();
        assertThat(refused.problem().where()).isEqualTo("sync.yaml:1:1");
        assertThat(refused.problem().remedy()).isNotEmpty();
        assertThat(refused.getMessage()).doesNotContain("hunter2");
        assertThat(refused.getCause()).isNull();
    }

    @Test
    void aMisspeltParameterIsNamedWithTheNearestValidOne() {
        SyncException jdbc =
                catchThrowableOfType(SyncException.class, () -> parse("jdbc:postgresql://h/app?sslmod=verify-full"));
        SyncException libpq =
                catchThrowableOfType(SyncException.class, () -> parse("postgresql://h/app?conect_timeout=1"));

        assertThat(jdbc.problem().what()).contains("'sslmod'");
        assertThat(jdbc.problem().remedy()).contains("'sslmode'");
        assertThat(libpq.problem().remedy()).contains("'connect_timeout'");
    }

    @Property
    void anyUserPasswordAndDatabaseSurvivesPercentEncoding(
            @ForAll("texts") String user, @ForAll("texts") String password, @ForAll("texts") String database) {
        DatabaseUrl libpq = parse("postgresql://" + percentEncoded(user) + ":" + percentEncoded(password) + "@h/"
                + percentEncoded(database));

        assertThat(libpq.user()).contains(user);
        assertThat(libpq.password()).contains(password);
        assertThat(libpq.database()).isEqualTo(database);
        assertThat(parse(libpq.jdbcUrl()))
                .isEqualTo(new DatabaseUrl(libpq.hosts(), database, Optional.empty(), Optional.empty(), Map.of()));
    }

    @Property
    void theDriverReadsTheUrlAsItWasMeant(@ForAll("texts") String database, @ForAll("texts") String name) {
        DatabaseUrl url = parse(
                "postgresql://one:6000,two/" + percentEncoded(database) + "?application_name=" + percentEncoded(name));
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setURL(url.jdbcUrl());

        assertThat(driver.getServerNames()).containsExactly("one", "two");
        assertThat(driver.getPortNumbers()).containsExactly(6000, 5432);
        assertThat(driver.getDatabaseName()).isEqualTo(database);
        assertThat(driver.getApplicationName()).isEqualTo(name);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("abc:/@?#%&=+ \\\"'$,;[]{}~Ä日")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
