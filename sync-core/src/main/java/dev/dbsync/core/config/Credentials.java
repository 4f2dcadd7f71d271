package dev.dbsync.core.config;

import java.util.Optional;

/** User names and passwords that are kept outside the configuration, by the id of a server (settings.xml in Maven). */
@FunctionalInterface
public interface Credentials {

    /**
     * @return empty when there is no such server
     * @throws dev.dbsync.core.problem.SyncException when it is there but cannot be decrypted
     */
    Optional<Credential> of(String server);

    static Credentials none() {
        return server -> Optional.empty();
    }

    /**
     * @param user may be null
     * @param password may be null
     */
    record Credential(String user, String password) {

        @Override
        public String toString() {
            return "credential";
        }
    }
}
