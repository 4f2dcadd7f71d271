package dev.dbsync.maven.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.dbsync.core.config.Credentials.Credential;
import dev.dbsync.core.problem.SyncException;
import java.util.List;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.junit.jupiter.api.Test;

class SettingsCredentialsTest {

    @Test
    void aServerGivesUserAndDecryptedPassword() {
        SettingsCredentials credentials = credentials("{encrypted}", "secret");

        assertThat(credentials.of("prod-db")).contains(new Credential("app", "secret"));
    }

    @Test
    void thereMayBeNoSuchServer() {
        assertThat(credentials("secret", "secret").of("other-db")).isEmpty();
    }

    @Test
    void aProblemOfTheDecrypterFailsWithoutRepeatingWhatItSays() {
        SettingsCredentials credentials = credentials(
                "{encrypted}",
                "still wrong",
                new DefaultSettingsProblem("bad {encrypted}", Severity.ERROR, "server: prod-db", -1, -1, null));

        assertThatThrownBy(() -> credentials.of("prod-db"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("cannot be decrypted")
                .hasMessageContaining("prod-db")
                .hasMessageNotContaining("{encrypted}");
    }

    @Test
    void anEncryptedTextThatComesBackAsItWasIsNotUsedAsAPassword() {
        SettingsCredentials credentials = credentials("{encrypted}", "{encrypted}");

        assertThatThrownBy(() -> credentials.of("prod-db")).isInstanceOf(SyncException.class);
    }

    @Test
    void aWarningOfTheDecrypterIsNoFailure() {
        SettingsCredentials credentials = credentials(
                "{old}",
                "secret",
                new DefaultSettingsProblem("of an old kind", Severity.WARNING, "server: prod-db", -1, -1, null));

        assertThat(credentials.of("prod-db")).contains(new Credential("app", "secret"));
    }

    private static SettingsCredentials credentials(String inFile, String decrypted, SettingsProblem... problems) {
        Settings settings = new Settings();
        settings.addServer(server(inFile));
        SettingsDecryptionResult result = mock(SettingsDecryptionResult.class);
        when(result.getServer()).thenReturn(server(decrypted));
        when(result.getProblems()).thenReturn(List.of(problems));
        SettingsDecrypter decrypter = request -> {
            assertThat(request.getServers()).extracting(Server::getPassword).containsExactly(inFile);
            return result;
        };
        return new SettingsCredentials(settings, decrypter);
    }

    private static Server server(String password) {
        Server server = new Server();
        server.setId("prod-db");
        server.setUsername("app");
        server.setPassword(password);
        return server;
    }
}
