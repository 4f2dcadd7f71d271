package dev.dbsync.maven.settings;

import dev.dbsync.core.config.Credentials;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * The servers of settings.xml, decrypted when asked for.
 *
 * @see <a href="https://maven.apache.org/guides/mini/guide-encryption.html">Password encryption in Maven</a>
 */
public final class SettingsCredentials implements Credentials {

    private final Settings settings;
    private final SettingsDecrypter decrypter;

    public SettingsCredentials(Settings settings, SettingsDecrypter decrypter) {
        this.settings = settings;
        this.decrypter = decrypter;
    }

    @Override
    public Optional<Credential> of(String id) {
        return Optional.ofNullable(settings.getServer(id))
                .map(this::decrypted)
                .map(server -> new Credential(server.getUsername(), server.getPassword()));
    }

    private Server decrypted(Server server) {
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        boolean failed = result.getProblems().stream().anyMatch(SettingsCredentials::isError);
        // Some versions of Maven hand the encrypted text back as it was, without a word.
        if (failed || isEncrypted(result.getServer().getPassword())) {
            throw new SyncException(new Problem(
                    "The password of a server in settings.xml cannot be decrypted",
                    "<server> '" + server.getId() + "'",
                    "Its password was encrypted under another master password, or the file with the master password"
                            + " (~/.m2/settings-security.xml) is missing here.\n"
                            + "Encrypt it again with: mvn --encrypt-password   (Maven 4: mvnenc encrypt)"));
        }
        return result.getServer();
    }

    /** The message of a problem is left out everywhere: it may quote what could not be decrypted. */
    private static boolean isError(SettingsProblem problem) {
        return problem.getSeverity() != SettingsProblem.Severity.WARNING;
    }

    private static boolean isEncrypted(String password) {
        return password != null && password.startsWith("{") && password.endsWith("}");
    }
}
