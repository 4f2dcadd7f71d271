package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.Credentials.Credential;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionResolverTest {

    private static final String PASSWORD_FILE = "org.postgresql.pgpassfile";

    @TempDir
    Path directory;

    private Path passwords;
    private String before;
    private final Map<String, String> set = new HashMap<>();
    private final Credentials credentials = id ->
            id.equals("prod-db") ? Optional.of(new Credential("server-user", "server-password")) : Optional.empty();

    @BeforeEach
    void usePasswordFile() throws IOException {
        before = System.getProperty(PASSWORD_FILE);
        passwords = Files.writeString(directory.resolve("pgpass"), "");
        System.setProperty(PASSWORD_FILE, passwords.toString());
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(PASSWORD_FILE);
        } else {
            System.setProperty(PASSWORD_FILE, before);
        }
    }

    private void passwordFile(String permissions, String content) throws IOException {
        Files.writeString(passwords, content);
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString(permissions));
    }

    private DatabaseUrl resolve(String url, String user, String password, String server) {
        return resolve("prod", url, user, password, server);
    }

    private DatabaseUrl resolve(String name, String url, String user, String password, String server) {
        EnvironmentConfig environment = new EnvironmentConfig(
                name,
                new Template(url, "sync.yaml:3:7"),
                Optional.ofNullable(user).map(text -> new Template(text, "sync.yaml:4:7")),
                Optional.ofNullable(password).map(text -> new Template(text, "sync.yaml:5:7")),
                Optional.ofNullable(server),
                false,
                FlywaySettings.none(),
                "sync.yaml:2:3");
        return ConnectionResolver.resolve(environment, new Variables(set::get, Map.of()), credentials);
    }

    private Problem problem(String url, String server) {
        SyncException thrown = catchThrowableOfType(SyncException.class, () -> resolve(url, null, null, server));
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }

    @Test
    void userAndPasswordOfTheEnvironmentComeFirst() {
        set.put("SECRET", "own-password");

        DatabaseUrl url = resolve("postgresql://u:p@h/app", "own-user", "${SECRET}", "prod-db");

        assertThat(url.user()).contains("own-user");
        assertThat(url.password()).contains("own-password");
    }

    @Test
    void thenTheServersAndThenTheUrls() {
        assertThat(resolve("postgresql://u:p@h/app", null, null, "prod-db").user())
                .contains("server-user");
        assertThat(resolve("postgresql://u:p@h/app", "own", null, "prod-db").password())
                .contains("server-password");
        assertThat(resolve("postgresql://u:p@h/app", null, null, null).password())
                .contains("p");
        assertThat(resolve("postgresql://u:p@h/app", "", "${EMPTY:-}", null).password())
                .contains("p");
    }

    @Test
    void aPasswordThatIsNowhereElseComesFromThePasswordFile() throws IOException {
        passwordFile("rw-------", """
                # comment
                other:*:*:*:wrong
                h:5432:a\\:pp:*:from\\:file\\\\
                *:*:*:me:of me
                """);

        assertThat(resolve("postgresql://u@h/a:pp", null, null, null).password())
                .contains("from:file\\");
        assertThat(resolve("jdbc:postgresql://x,h/app", "me", null, null).password())
                .contains("of me");
        assertThat(resolve("postgresql://u@x/app", null, null, null).password()).isEmpty();
        assertThat(resolve("postgresql://me:p@x/app", null, null, null).password())
                .contains("p");
    }

    @Test
    void aPasswordFileThatOthersMayReadIsRefused() throws IOException {
        passwordFile("rw-r-----", "h:*:*:*:hunter2\n");

        Problem problem = problem("postgresql://u@h/app", null);

        assertThat(problem.remedy()).contains("chmod 600");
        assertThat(problem.text()).doesNotContain("hunter2");
        assertThat(resolve("postgresql://u@elsewhere/app", null, null, null).password())
                .isEmpty();
    }

    @Test
    void aServerWithoutCredentialsIsNamed() {
        Problem problem = problem("postgresql://u:p@h/app", "prd-db");

        assertThat(problem.what()).contains("'prod'", "'prd-db'");
        assertThat(problem.where()).isEqualTo("sync.yaml:2:3");
        assertThat(problem.remedy()).contains("<id>prd-db</id>", "settings.xml");
    }

    @Test
    void anUnsetDefaultUrlIsMendedInEitherOfTwoWays() {
        Problem problem = problem("${DATABASE_URL}", null);
        set.put("DATABASE_URL", "");
        Problem empty = problem("${DATABASE_URL}", null);

        assertThat(problem.what()).contains("'prod'", "DATABASE_URL");
        assertThat(problem.remedy()).contains("export DATABASE_URL=", "environments.prod.url");
        assertThat(empty).isEqualTo(problem);
        set.put("DATABASE_URL", "postgres://u:p@h/app");
        assertThat(resolve("${DATABASE_URL}", null, null, null).shown()).isEqualTo("h:5432/app");
    }

    @Test
    void aBadUrlNamesItsEnvironmentAndIsNotShown() {
        set.put("URL", "mysql://u:hunter2@h/app");

        Problem problem = problem("${URL}", null);

        assertThat(problem.where()).isEqualTo("sync.yaml:3:7 (the URL of 'prod')");
        assertThat(problem.text()).doesNotContain("hunter2");
    }

    @Test
    void anEmbeddedEnvironmentHasNoUrlToResolve() {
        assertThatThrownBy(() -> resolve("local", "embedded", null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
